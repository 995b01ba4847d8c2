import { formatPrefix } from '../../net/address.ts';
import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { rfc } from '../sources.ts';

const PREFIX = ['wan', 'prefix'];
const SOURCE = ['wan', 'prefix-source'];
const MODE = ['lan', 'ipv6'];
const RELATED = [
  { at: PREFIX, message: { en: 'The prefix of the line.', ja: '回線のプレフィックスです。' } },
];

export const prefixSourceMismatch = defineRule({
  code: 'wan/prefix-source-mismatch',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The prefix and the way it is handed out do not go together',
    ja: 'プレフィックスの長さと配布方法が合っていない',
  },
  explanation: {
    en: `A line hands out its prefix in one of two ways. With **router advertisements** (\`ra\`) the line is a single network, a /64, which the LAN has to share: フレッツ 光ネクスト without ひかり電話. With **DHCPv6 prefix delegation** (\`dhcpv6-pd\`) the router is given a /56 or a /48 and makes networks of its own: 光クロス, or a contract with ひかり電話.

The router starts a DHCPv6 client or waits for advertisements accordingly. With the wrong one it gets no prefix, or only that of the gateway before it. A bridged LAN (\`ipv6: bridge\`) needs the advertisements of a /64 line: a line that delegates announces no network that hosts could take addresses from.

The key \`prefix-source\` can be left out: it follows from the length. Check which kind of line it is, and the length of the prefix.`,
    ja: `回線がプレフィックスを配る方法は 2 つあります。**RA**（\`ra\`）の回線は 1 つの /64 ネットワークで、LAN はそれを共有します（ひかり電話なしのフレッツ 光ネクストなど）。**DHCPv6-PD**（\`dhcpv6-pd\`）の回線では、ルーターが /56 や /48 を受け取って自分でネットワークを作ります（光クロスや、ひかり電話契約ありの回線）。

ルーターはこれに応じて DHCPv6 クライアントを起動するか、RA を待ちます。方法を間違えると、プレフィックスが得られないか、上流のゲートウェイのものしか得られません。また、LAN をブリッジする設定（\`ipv6: bridge\`）には /64 回線の RA が必要です。委譲する回線では、ホストがアドレスを作れるネットワークが広告されません。

\`prefix-source\` は長さから決まるので省略できます。回線の種類とプレフィックスの長さを確認してください。`,
  },
  sources: [
    rfc(8415, '6.3'),
    rfc(4862, '5.5.3'),
    {
      title: 'InfoSphere, IPv6 on フレッツ lines',
      url: 'https://bp.sphere.ne.jp/hc/ja/articles/900001969203',
    },
  ],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/56
  prefix-source: ra
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/56
  prefix-source: dhcpv6-pd
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
  prefix-source: dhcpv6-pd
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/56
  prefix-source: dhcpv6-pd
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const source = spec.wan?.['prefix-source'];
    const length = line.prefix?.length;
    if (length === undefined || length > 64) return;
    if (source === 'ra' && length < 64) {
      report({
        at: SOURCE,
        message: {
          en: `Router advertisements announce a /64, never a /${length}: such a prefix comes by DHCPv6 prefix delegation.`,
          ja: `RA で配られるのは /64 で、/${length} になることはありません。この長さのプレフィックスは DHCPv6-PD で配られます。`,
        },
        related: RELATED,
        fixes: [setTo(document, SOURCE, 'dhcpv6-pd')],
      });
    } else if (source === 'dhcpv6-pd' && length === 64) {
      delegatedNetwork(context);
    } else if (spec.lan?.ipv6 === 'bridge' && length < 64) {
      bridged(context);
    }
  },
});

function delegatedNetwork({ document, line, report }: RuleContext): void {
  const whole = line.ce?.endUserPrefix;
  report({
    at: SOURCE,
    message: {
      en: 'A line with prefix delegation has a /56 or a /48, but the prefix is given as a /64. Is it one network out of the delegated prefix? Or is it a line with router advertisements?',
      ja: 'プレフィックス委譲の回線なら /56 や /48 のはずですが、/64 が指定されています。委譲されたプレフィックスの中の 1 ネットワークではありませんか。それとも RA の回線でしょうか。',
    },
    related: RELATED,
    // Either of the two keys may be the wrong one, so none of these is preferred.
    fixes: [
      ...(whole !== undefined && whole.length < 64
        ? [{ ...setTo(document, PREFIX, formatPrefix(whole)), preferred: false }]
        : []),
      { ...setTo(document, SOURCE, 'ra'), preferred: false },
    ],
  });
}

function bridged({ document, line, report }: RuleContext): void {
  report({
    at: MODE,
    message: {
      en: `A line that delegates a /${line.prefix?.length ?? 56} announces no network to its link, so hosts on a bridge with it get no IPv6 addresses. Use \`delegated\`, or give the /64 of a line with router advertisements.`,
      ja: `/${line.prefix?.length ?? 56} を委譲する回線では、リンクにネットワークが広告されません。ブリッジしても LAN のホストは IPv6 アドレスを得られません。\`delegated\` を使うか、RA の回線なら /64 のプレフィックスを書いてください。`,
    },
    related: RELATED,
    fixes: [{ ...setTo(document, MODE, 'delegated'), preferred: false }],
  });
}
