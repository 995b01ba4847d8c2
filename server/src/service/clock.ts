/** Dates and times as a person on this machine reads them, the same in every version of the runtime. */

/** `2026-11-26`. */
export function dateText(time: Date): string {
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** `15:04`. */
export function clockText(time: Date): string {
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
