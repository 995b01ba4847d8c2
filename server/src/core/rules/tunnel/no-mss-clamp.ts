import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { measured, rfc } from '../sources.ts';

const CLAMP = ['tunnel', 'mss-clamp'];

export const noMssClamp = defineRule({
  code: 'tunnel/no-mss-clamp',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'Without the MSS clamp some downloads stall',
    ja: 'MSS クランプがないと、一部のダウンロードが止まる',
  },
  explanation: {
    en: `A server sends segments for packets of 1500 bytes unless it is told that the way to you carries less. It should learn that by an ICMP error, but a good number of networks filter ICMP. Connections then open and hang with the first large answer: measured, a download got 0 bytes. Uploads lose packets before they find the size.

The clamp writes the size that fits the tunnel into the opening packets of each TCP connection, in both directions, so that nobody has to find it out. It costs nothing.`,
    ja: `経路で運べる大きさを知らないサーバーは、1500 バイトのパケットで送信してきます。本来は ICMP エラーで知らされますが、ICMP を遮断しているネットワークは少なくありません。その場合、接続はできても最初の大きな応答で止まります（測定では、ダウンロードが 0 バイトのままでした）。アップロードも、適切な大きさが分かるまでパケットを失います。

MSS クランプは、TCP 接続の最初のパケットに、トンネルに収まる大きさを双方向で書き込みます。コストはほとんどありません。`,
  },
  sources: [
    rfc(2923, '2.1'),
    rfc(9293, '3.7.1'),
    measured('a download with ICMP filtered on the way', '途中で ICMP が遮断される経路でのダウンロード'),
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  mss-clamp: false
`,
      good: `
tunnel:
  provider: v6plus
  mss-clamp: true
`,
    },
  ],
  check({ document, spec, report }) {
    if (spec.tunnel?.['mss-clamp'] !== false) return;
    report({
      at: CLAMP,
      message: {
        en: 'Where ICMP is filtered on the way, TCP connections hang with the first large packet. Let the router clamp the MSS.',
        ja: '途中で ICMP が遮断される相手とは、TCP 接続が最初の大きなパケットで止まります。MSS クランプを有効にしてください。',
      },
      fixes: [setTo(document, CLAMP, 'true')],
    });
  },
});
