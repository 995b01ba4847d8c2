import type { Rule } from './rule.ts';

/** The rules about the text itself, the line, the tunnel, the kernel's settings and the bridge. */
export const LINE_RULES: readonly Rule[] = [];
