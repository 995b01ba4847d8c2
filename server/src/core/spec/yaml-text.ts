/** How a scalar is written in YAML. */

/** What a plain scalar may not begin with (YAML 1.2.2 section 7.3.3: indicators, and what only looks like one). */
const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`]/;

/** Digits joined by colons are one number to readers of YAML 1.1 (sexagesimal), and so are most MAC addresses. */
const SEXAGESIMAL = /^\d+(?::\d+)+$/;

/** Whether a value has to stand in quotes; inside brackets and braces more has to. */
export function needsQuotes(value: string, inFlow: boolean): boolean {
  return (
    value === '' ||
    value.trim() !== value ||
    (INDICATOR.test(value) && !/^-\d/.test(value)) ||
    /:(?:\s|$)|\s#|[\r\n\t]/.test(value) ||
    SEXAGESIMAL.test(value) ||
    (inFlow && /[,[\]{}]/.test(value))
  );
}

/** A value between two quotes of a kind. */
export function quoted(value: string, quote: '"' | "'" = '"'): string {
  return `${quote}${escaped(value, quote)}${quote}`;
}

/** What stands between the quotes. */
export function escaped(value: string, quote: '"' | "'"): string {
  return quote === "'" ? value.replaceAll("'", "''") : value.replace(/["\\]/g, '\\$&');
}

/** A value as YAML: plain where that reads as the same value, else in double quotes. */
export function scalarText(value: string, inFlow: boolean): string {
  return needsQuotes(value, inFlow) ? quoted(value) : value;
}
