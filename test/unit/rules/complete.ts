/** The blocks of a plain working router: v6プラス on a /64 line, two LAN ports, DHCP with one reservation. */
const PLAIN_ROUTER: Readonly<Record<string, string>> = {
  version: 'version: 1\n',
  wan: `wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`,
  tunnel: `tunnel:
  provider: v6plus
`,
  lan: `lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
`,
};

/**
 * Makes a whole spec of the example of a rule: blocks that it leaves out are those of a plain router, put before it, so
 * that what a fix appends lands behind the example. A text with a `version`, or without any block, is taken as it is.
 */
export function complete(fragment: string): string {
  const blocks = new Set([...fragment.matchAll(/^([a-z-]+):/gm)].map((match) => match[1]));
  if (blocks.has('version') || blocks.size === 0) return fragment;
  const missing = Object.entries(PLAIN_ROUTER).flatMap(([block, text]) => (blocks.has(block) ? [] : [text]));
  return missing.join('') + fragment;
}
