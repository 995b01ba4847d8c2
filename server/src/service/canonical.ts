import type { ScalarSchema } from '../core/spec/schema-types.ts';

/** The kinds of scalars that people copy from elsewhere in another form than the one that is written here. */
const COPIED = new Set(['mac', 'ipv6', 'ipv6-prefix', 'ip']);

/** What was written in another form, in the one that specs have; undefined where it is in that one, or is no such value. */
export function canonical(scalar: ScalarSchema<unknown>, text: string): string | undefined {
  if (!COPIED.has(scalar.type)) return undefined;
  const parsed = scalar.parse(text);
  const value = parsed.ok ? scalar.format(parsed.value) : text;
  return value === text ? undefined : value;
}
