// The ways of translating into the ports of a set that were tried, as rule files for one line. The router's own two are
// rendered; the others are made of them, since no router.yaml can ask for them.
import { formatIpv4 } from '../../server/src/core/net/address.ts';
import { analyze } from '../../server/src/core/analysis.ts';
import type { PortRange } from '../../server/src/core/net/port-set.ts';
import { portsOf } from '../../server/src/core/render/nftables/allocation.ts';
import { contentOf } from '../../server/src/core/render/rendered-file.ts';

/** The line that is measured on: 15 ranges of 16 ports, and no forward that takes one of them. */
export function specWith(allocation: 'port-map' | 'round-robin'): string {
  return `version: 1
hostname: measured
wan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }
tunnel: { provider: v6plus }
lan: { ports: [eth1, eth2], address: 10.100.0.1/24, dhcp: {} }
nat: { allocation: ${allocation} }
`;
}

interface Rules {
  readonly text: string;
  readonly address: string;
  readonly ranges: readonly PortRange[];
}

function rulesWith(allocation: 'port-map' | 'round-robin'): Rules {
  const analysis = analyze(specWith(allocation));
  const { router } = analysis;
  const file = analysis.files.find(({ path }) => path === '/etc/nftables.nft');
  if (file === undefined || router?.nat.ports === undefined)
    throw new Error(JSON.stringify(analysis.problems()));
  return { text: contentOf(file), address: formatIpv4(router.tunnel.address), ranges: router.nat.ports };
}

/** Replaces a part that must be there: what is measured under another name must be something else. */
function replaced(text: string, part: RegExp, by: (matched: string, ...groups: string[]) => string): string {
  if (!part.test(text)) throw new Error(`The rules have no ${part.source}.`);
  return text.replace(part, by);
}

/** What chooses the port in a rule set that deals out ranges, without the tunnel and the protocols that it is for. */
const CHOICE = /snat ip to numgen inc mod \d+ map \{[^}]*\}/;

/** The whole rule, and in a group of its own what it begins with. */
const DEALT = /^( *oifname "ip6tnl1") meta l4proto \{[^}]*\} snat ip to numgen[^}]*\}/m;

/** The scheme that articles have, behind which the router's own guard stands. */
export const ARTICLE = 'the article: a mark and a rule for each protocol and range';

/** The rule files by the name of their scheme. */
export function natSchemes(): ReadonlyMap<string, string> {
  const map = rulesWith('port-map');
  const dealt = rulesWith('round-robin');
  const { address, ranges } = dealt;
  const ports = [...portsOf(ranges)].sort((a, b) => a - b);
  const choosing = (choice: string) => replaced(dealt.text, CHOICE, () => choice);
  const rangesBy = (number: string) =>
    choosing(
      `snat ip to ${number} mod ${ranges.length} map { ${ranges
        .map(({ first, last }, index) => `${index} : ${address} . ${first}-${last}`)
        .join(', ')} }`,
    );
  /** Several rules in place of the one. */
  const rules = (each: readonly string[]) =>
    replaced(dealt.text, DEALT, (_, into = '') => each.map((rule) => `${into} ${rule}`).join('\n'));
  const protocols = ['tcp', 'udp', 'icmp'];

  return new Map([
    ['port-map', map.text],
    ['port-map, each range in one piece', inOnePiece(map.text, ports)],
    ['round-robin', dealt.text],
    [
      ARTICLE,
      replaced(
        rules(
          ranges.flatMap(({ first, last }, index) =>
            protocols.map(
              (protocol) =>
                `meta mark ${index + 1} ip protocol ${protocol} snat ip to ${address}:${first}-${last}`,
            ),
          ),
        ),
        /hook prerouting priority dstnat; policy accept;/,
        (hook) => `${hook}\n    iifname "br0" meta mark set numgen inc mod ${ranges.length} offset 1`,
      ),
    ],
    ['a range at random', rangesBy('numgen random')],
    ['a range by a hash of the source', rangesBy('jhash ip saddr . th sport')],
    [
      'a port in turn',
      choosing(
        `snat ip to numgen inc mod ${ports.length} map { ${ports
          .map((port, index) => `${index} : ${address} . ${port}`)
          .join(', ')} }`,
      ),
    ],
    [
      'a rule for each range in a row',
      rules(
        ranges.map(
          ({ first, last }) => `ip protocol { tcp, udp, icmp } snat ip to ${address}:${first}-${last}`,
        ),
      ),
    ],
  ]);
}

/** A port map whose internal block has the ports in their own order. Errors of ICMP come out wrong, which is not measured. */
function inOnePiece(text: string, ports: readonly number[]): string {
  const pairs = [...text.slice(text.indexOf('map to_outside')).matchAll(/(\d+) : (\d+)/g)].slice(
    0,
    ports.length,
  );
  const base = Math.min(...pairs.map(([, inside]) => Number(inside)));
  const moved = new Map(
    pairs.map(([, inside = '', outside]) => [inside, String(base + ports.indexOf(Number(outside)))]),
  );
  return text.replace(/\b\d{5}\b/g, (number) => moved.get(number) ?? number);
}
