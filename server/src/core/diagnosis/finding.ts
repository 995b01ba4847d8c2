import type { Text } from '../text.ts';

/** What was looked at, in the order of a report: from the line inwards. */
export type FindingCode =
  | 'wan'
  | 'prefix'
  | 'near-end'
  | 'tunnel'
  | 'far-end'
  | 'ipv4'
  | 'ipv6'
  | 'names'
  | 'path-mtu'
  | 'rp-filter'
  | 'kernel'
  | 'ports'
  | 'conntrack'
  | 'services'
  | 'drift'
  | 'pending';

/**
 * What came of one look. `error`: it keeps something from working. `warning`: it works, or will not for long, or not as
 * the spec says. `unknown`: it could not be seen.
 */
export interface Finding {
  readonly code: FindingCode;
  readonly state: 'good' | 'warning' | 'error' | 'unknown';
  /** What was seen. */
  readonly seen: Text;
  /** Why that matters; for `warning` and `error`. */
  readonly why?: Text;
  /** What to do. */
  readonly advice?: Text;
}

export function good(code: FindingCode, seen: Text): Finding {
  return { code, state: 'good', seen };
}

export function unknown(code: FindingCode, seen: Text): Finding {
  return { code, state: 'unknown', seen };
}

export function bad(
  code: FindingCode,
  state: 'warning' | 'error',
  [seen, why, advice]: readonly [seen: Text, why: Text, advice: Text],
): Finding {
  return { code, state, seen, why, advice };
}
