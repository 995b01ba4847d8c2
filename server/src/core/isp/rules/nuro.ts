import type { RuleTable } from '../types.ts';

// NURO Hikari: 18 rules, known from OpenWrt scripts and the public calculators; few reports from real lines.
// One rule a line: Rule IPv6 prefix and Rule IPv4 prefix; the EA bits end at bit 56 in all of them.
export const NURO_RULES: readonly RuleTable[] = [
  {
    borderRelay: '2001:3b8:200:ff9::1',
    area: null,
    rules: [
      '240d:f::/36 219.104.128.0/20',
      '240d:f:1000::/36 219.104.144.0/20',
      '240d:f:2000::/36 219.104.160.0/20',
      '240d:f:3000::/36 219.104.176.0/20',
      '240d:f:4000::/36 219.104.192.0/20',
      '240d:f:5000::/36 219.104.208.0/20',
      '240d:f:6000::/36 219.104.224.0/20',
      '240d:f:7000::/36 219.104.240.0/20',
      '240d:f:8000::/36 219.105.0.0/20',
      '240d:f:9000::/36 219.105.16.0/20',
      '240d:f:a000::/36 219.105.32.0/20',
      '240d:f:b000::/36 219.105.48.0/20',
      '240d:f:c000::/36 219.105.64.0/20',
      '240d:f:d000::/36 219.105.80.0/20',
      '240d:f:e000::/36 219.105.96.0/20',
      '240d:f:f000::/36 219.105.112.0/20',
      '240d:10::/36 219.105.128.0/20',
      '240d:10:1000::/36 219.105.144.0/20',
    ],
  },
];
