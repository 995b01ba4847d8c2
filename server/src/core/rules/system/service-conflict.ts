import type { Path } from '../../problem.ts';
import { removeEntry } from '../../spec/edit.ts';
import type { Text } from '../../text.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { rfc } from '../sources.ts';
import { indexed } from '../spec-values.ts';

interface Conflict {
  readonly services: readonly string[];
  /** What of this router does the same; undefined where it does not conflict with this spec. */
  readonly with: (context: RuleContext) => Path | undefined;
  readonly why: Text;
}

const CONFLICTS: readonly Conflict[] = [
  {
    services: ['iptables', 'ip6tables', 'ebtables', 'ufw', 'firewalld', 'shorewall', 'shorewall6'],
    with: () => ['firewall'],
    why: {
      en: 'it loads firewall rules of its own beside those of this router; a packet has to pass both, and each hides why the other dropped it',
      ja: 'このルーターとは別のファイアウォールルールを読み込みます。パケットは両方を通過しなければならず、どちらで破棄されたのかも分かりにくくなります',
    },
  },
  {
    services: ['networkmanager', 'connman', 'iwd'],
    with: () => ['wan', 'interface'],
    why: {
      en: 'it sets up interfaces by itself and undoes what this router sets up',
      ja: 'インターフェースを独自に設定し、このルーターの設定を壊します',
    },
  },
  {
    services: ['dhcpd', 'kea-dhcp4', 'udhcpd'],
    with: ({ spec }) => (spec.lan?.dhcp === undefined ? undefined : ['lan', 'dhcp']),
    why: {
      en: 'it is a second DHCP server in the LAN: clients get the answer of whichever is faster',
      ja: 'LAN に 2 つ目の DHCP サーバーができ、クライアントは先に応答したほうの設定を受け取ります',
    },
  },
  {
    services: ['named', 'dnsd'],
    with: ({ spec }) => (spec.dns?.serve === false ? undefined : ['dns', 'serve']),
    why: {
      en: 'it is a second DNS server: dnsmasq has port 53 already, and where both want the same address one of them does not start',
      ja: '2 つ目の DNS サーバーになります。ポート 53 は dnsmasq が使っているため、同じアドレスで待ち受けるとどちらかが起動しません',
    },
  },
  {
    services: ['radvd'],
    with: ({ spec, line }) => {
      const mode =
        spec.lan?.ipv6 ?? (line.prefix !== undefined && line.prefix.length >= 64 ? 'bridge' : undefined);
      return mode === 'bridge' ? ['lan', 'ipv6'] : undefined;
    },
    why: {
      en: 'the LAN is bridged with the line for IPv6, so it would announce itself as a router to the provider',
      ja: 'LAN は IPv6 で回線とブリッジされているため、事業者側に対してルーターとして広告してしまいます',
    },
  },
];

export const serviceConflict = defineRule({
  code: 'system/service-conflict',
  severity: 'warning',
  certainty: 'likely',
  title: { en: 'The service does what the router does already', ja: 'ルーターの機能と衝突するサービス' },
  explanation: {
    en: `The files of this router set up its interfaces (ifupdown), its firewall and NAT (nftables), and DHCP, DNS and router advertisements (dnsmasq). A second program for the same work fights with the first one: a port is taken, clients get two answers, a rule set undoes another.

Remove the service, or switch off the part of the router that it is to replace (\`dns.serve: false\`, no \`lan.dhcp\`). Where it was set up to keep out of the way, suppress this.`,
    ja: `このルーターの設定ファイルは、インターフェース（ifupdown）、ファイアウォールと NAT（nftables）、DHCP・DNS・RA（dnsmasq）を設定します。同じ役割のプログラムを動かすと、ポートの衝突、DHCP の二重応答、ルールセットの上書きなどが起こります。

サービスを削除するか、置き換えたい機能をルーター側で無効にしてください（\`dns.serve: false\` にする、\`lan.dhcp\` を書かないなど）。衝突しないように設定してある場合は、この指摘を抑制してください。`,
  },
  sources: [
    rfc(2131, '2.2'),
    rfc(6104),
    {
      title: 'nft(8): accept ends only its own chain',
      url: 'https://www.netfilter.org/projects/nftables/manpage.html',
    },
  ],
  examples: [
    {
      bad: `
services: [haveged, dhcpd]
`,
      good: `
services: [haveged]
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    for (const [index, name] of indexed(spec.services)) {
      const conflict = CONFLICTS.find(({ services }) => services.includes(name));
      const other = conflict?.with(context);
      if (conflict === undefined || other === undefined) continue;
      const at = ['services', index];
      report({
        at,
        message: {
          en: `\`${name}\` conflicts with this router: ${conflict.why.en}.`,
          ja: `\`${name}\` はこのルーターと衝突します。${conflict.why.ja}。`,
        },
        ...(document.entry(other) === undefined
          ? {}
          : {
              related: [
                {
                  at: other,
                  message: { en: 'The router does it here.', ja: 'ルーター側の設定はここです。' },
                },
              ],
            }),
        fixes: [
          { title: { en: `Remove \`${name}\``, ja: `\`${name}\` を削除` }, edits: removeEntry(document, at) },
        ],
      });
    }
  },
});
