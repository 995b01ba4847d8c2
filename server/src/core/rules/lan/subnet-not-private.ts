import {
  contains,
  formatIpv4,
  formatPrefix,
  overlaps,
  parseIpv4Prefix,
  specialBlockOf,
} from '../../net/address.ts';
import type { Ipv4Prefix } from '../../net/address.ts';
import { DS_LITE_NETWORK } from '../../net/ds-lite.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleFix } from '../rule.ts';
import { IANA_IPV4_REGISTRY, rfc } from '../sources.ts';
import { lanSubnet, ownAddress } from '../spec-values.ts';

const PRIVATE: readonly Ipv4Prefix[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => {
  const prefix = parseIpv4Prefix(text);
  return prefix.ok ? [prefix.value] : [];
});

/** Whether the kernel never forwards the addresses that begin with an octet: 0/8, 127/8, 224/4 and 240/4. */
function isUnusable(firstOctet: number): boolean {
  return firstOctet === 0 || firstOctet === 127 || firstOctet >= 224;
}

/** Whether `lan/subnet-overlap` speaks about the subnet: one problem is enough. */
function overlapsTunnel(context: RuleContext, subnet: Ipv4Prefix): boolean {
  const own = ownAddress(context);
  return (
    (context.line.method === 'ds-lite' && overlaps(subnet, DS_LITE_NETWORK)) ||
    (own !== undefined && contains(subnet, own))
  );
}

export const subnetNotPrivate = defineRule({
  code: 'lan/subnet-not-private',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The LAN has addresses that are not private',
    ja: 'LAN のサブネットがプライベートアドレスではない',
  },
  explanation: {
    en: `Three blocks are set aside for networks such as a LAN: 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918). Every other address belongs to somebody, or means something special:

- With a public subnet the hosts of the internet that really have these addresses cannot be reached from the LAN.
- 100.64.0.0/10 is for the providers' own NAT and for VPN services; 169.254.0.0/16 is for hosts without an address.
- With 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0/4 and 240.0.0.0/4 nothing works at all: the kernel does not forward them.

Choose a subnet of the three blocks. One that homes rarely have, such as 10.100.0.0/24, does not collide with the far end of a VPN.`,
    ja: `LAN のようなネットワーク用に、10.0.0.0/8、172.16.0.0/12、192.168.0.0/16 の 3 つのブロックが用意されています（RFC 1918）。それ以外のアドレスには持ち主がいるか、特別な意味があります。

- グローバルアドレスのサブネットを使うと、そのアドレスを本当に持っているインターネット上のホストに LAN から到達できなくなります。
- 100.64.0.0/10 は事業者の NAT や VPN サービス用、169.254.0.0/16 はアドレスを取得できなかったホスト用です。
- 0.0.0.0/8、127.0.0.0/8、224.0.0.0/4、240.0.0.0/4 はカーネルが転送しないため、まったく動作しません。

上の 3 つのブロックから選んでください。10.100.0.0/24 のように家庭であまり使われないサブネットなら、VPN の接続先とも重なりにくくなります。`,
  },
  sources: [rfc(1918, '3'), rfc(6890), IANA_IPV4_REGISTRY],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 172.32.0.1/24
`,
      good: `
lan:
  ports: [eth1]
  address: 172.31.0.1/24
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 192.168.0.1/15
`,
      good: `
lan:
  ports: [eth1]
  address: 192.168.0.1/16
`,
    },
  ],
  check(context) {
    const subnet = lanSubnet(context.spec);
    if (subnet === undefined || PRIVATE.some((block) => contains(block, subnet))) return;
    if (overlapsTunnel(context, subnet)) return;
    const name = formatPrefix(subnet);
    const at = ['lan', 'address'];
    const home = PRIVATE.find((block) => overlaps(block, subnet));
    if (home !== undefined) {
      context.report({
        at,
        message: {
          en: `The LAN ${name} reaches beyond the private block ${formatPrefix(home)} into public addresses, which then cannot be reached on the internet. Make the prefix longer.`,
          ja: `LAN の ${name} は、プライベートアドレスのブロック ${formatPrefix(home)} をはみ出してグローバルアドレスに及んでいます。その部分はインターネット側に到達できなくなります。プレフィックス長を大きくしてください。`,
        },
        fixes: longer(context, home),
      });
      return;
    }
    const block = specialBlockOf(subnet.address);
    const unusable = isUnusable(subnet.address.value >>> 24);
    const isPublic = block.kind === 'global';
    context.report({
      at,
      ...(unusable ? { severity: 'error' } : {}),
      message: unusable
        ? {
            en: `${name} cannot be a LAN: ${block.block} is set aside for something else (${block.name.en}, ${block.source}), and the kernel does not forward it.`,
            ja: `${name} は LAN に使えません。${block.block} は別の用途（${block.name.ja}、${block.source}）に予約されていて、カーネルは転送しません。`,
          }
        : isPublic
          ? {
              en: `${name} is public address space: hosts of the internet that have these addresses cannot be reached from the LAN. Use a private subnet such as 10.100.0.0/24.`,
              ja: `${name} はグローバルアドレスです。このアドレスを持つインターネット上のホストに LAN から到達できなくなります。10.100.0.0/24 のようなプライベートアドレスを使ってください。`,
            }
          : {
              en: `${name} overlaps ${block.block}, which is set aside for something else (${block.name.en}, ${block.source}). Use a private subnet such as 10.100.0.0/24.`,
              ja: `${name} は、別の用途（${block.name.ja}、${block.source}）に予約された ${block.block} と重なっています。10.100.0.0/24 のようなプライベートアドレスを使ってください。`,
            },
    });
  },
});

/** The longest private subnet that the router's address can have, where it is private itself. */
function longer({ document, spec }: RuleContext, home: Ipv4Prefix): RuleFix[] {
  const address = spec.lan?.address?.address;
  if (address === undefined || !contains(home, address)) return [];
  const text = `${formatIpv4(address)}/${home.length}`;
  return [
    {
      title: { en: `Change to \`${text}\``, ja: `\`${text}\` に変更` },
      edits: setValue(document, ['lan', 'address'], text),
    },
  ];
}
