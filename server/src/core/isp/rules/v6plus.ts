import type { RuleTable } from '../types.ts';

// v6plus: four rules and one border relay for the whole of Japan.
// One rule a line: Rule IPv6 prefix and Rule IPv4 prefix; the EA bits end at bit 56 in all of them.
export const V6PLUS_RULES: readonly RuleTable[] = [
  {
    borderRelay: '2404:9200:225:100::64',
    area: null,
    rules: [
      '240b:10::/31 106.72.0.0/15',
      '240b:12::/31 14.8.0.0/15',
      '240b:250::/31 14.10.0.0/15',
      '240b:252::/31 14.12.0.0/15',
    ],
  },
];
