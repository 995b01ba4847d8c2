import { formatPrefix, overlaps } from '../../net/address.ts';
import { otherRouters } from '../neighbours.ts';
import { defineRule } from '../rule.ts';
import { lanSubnet } from '../spec-values.ts';
import { rfc } from '../sources.ts';
export const sameSubnet = defineRule({
  code: 'workspace/same-subnet',
  severity: 'hint',
  certainty: 'hint',
  across: true,
  title: { en: 'Two LANs have the same subnet', ja: '2 つの LAN のサブネットが重なっている' },
  explanation: {
    en: `Each home may use the same private subnet as long as the two never meet. Once they are joined, by a VPN for example, a packet for an address of the other home stays in its own: both routers find the address on their own LAN. RFC 1918 therefore advises to choose the subnet at random. Whether the two will ever meet is not in the specs, so this is a hint and no more; changing a subnet is easiest before anything depends on it.`,
    ja: `2 つの拠点が互いに接続されない限り、同じプライベートサブネットを使っても問題ありません。VPN などで接続すると、相手の拠点のアドレス宛てのパケットが、自分の LAN の中で探されて届かなくなります。そのため RFC 1918 は、サブネットを無作為に選ぶことを勧めています。接続する予定があるかどうかはスペックからは分からないため、ヒントにとどめます。変更するなら、何かがこのサブネットに依存する前が最も簡単です。`,
  },
  sources: [rfc(1918, '4')],
  examples: [
    {
      bad: `
hostname: cabin

lan:
  ports: [eth1]
  address: 192.168.10.1/24
`,
      good: `
hostname: cabin

lan:
  ports: [eth1]
  address: 192.168.11.1/24
`,
      beside: `
version: 1
hostname: borealis
lan:
  ports: [eth1]
  address: 192.168.10.254/24
`,
    },
  ],
  check({ document, spec, others, report }) {
    const subnet = lanSubnet(spec);
    if (subnet === undefined) return;
    const same = otherRouters(document, others).filter((other) => {
      const theirs = lanSubnet(other.document.spec);
      return theirs !== undefined && overlaps(theirs, subnet);
    });
    if (same.length === 0) return;
    report({
      at: ['lan', 'address'],
      message: {
        en: `Another LAN of this workspace has addresses of ${formatPrefix(subnet)} too. If the two are ever joined, by a VPN say, neither reaches the other.`,
        ja: `このワークスペースの別の LAN も ${formatPrefix(subnet)} のアドレスを使っています。将来 VPN などで両者を接続すると、互いに通信できません。`,
      },
      related: same.map((of) => ({
        at: ['lan', 'address'],
        of,
        message: { en: 'The other LAN.', ja: 'もう一方の LAN です。' },
      })),
    });
  },
});
