import { LINE_RULES } from './line-rules.ts';
import { sameHost } from './workspace/same-host.ts';
import { sameLine } from './workspace/same-line.ts';
import { sameName } from './workspace/same-name.ts';
import { sameSubnet } from './workspace/same-subnet.ts';
import type { Rule } from './rule.ts';

/** The rules that compare the specs of a workspace. */
const WORKSPACE_RULES: readonly Rule[] = [sameHost, sameLine, sameName, sameSubnet];
import { SERVICE_RULES } from './service-rules.ts';

/** All rules, in the order of their codes. */
export const RULES: readonly Rule[] = [...LINE_RULES, ...SERVICE_RULES, ...WORKSPACE_RULES].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);

/** The rule of a code, if there is one. */
export function ruleByCode(code: string): Rule | undefined {
  return RULES.find((rule) => rule.code === code);
}
