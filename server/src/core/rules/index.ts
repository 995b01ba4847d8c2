import { LINE_RULES } from './line-rules.ts';
import type { Rule } from './rule.ts';
import { SERVICE_RULES } from './service-rules.ts';

/** All rules, in the order of their codes. */
export const RULES: readonly Rule[] = [...LINE_RULES, ...SERVICE_RULES].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);

/** The rule of a code, if there is one. */
export function ruleByCode(code: string): Rule | undefined {
  return RULES.find((rule) => rule.code === code);
}
