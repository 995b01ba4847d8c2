import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipTunnel, measured } from '../sources.ts';

const NAME = ['tunnel', 'interface'];

/** What the module ip6_tunnel makes for itself (net/ipv6/ip6_tunnel.c). */
const FALLBACK = 'ip6tnl0';

export const fallbackDevice = defineRule({
  code: 'tunnel/fallback-device',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The name ip6tnl0 belongs to the kernel',
    ja: 'ip6tnl0 はカーネルが使う名前',
  },
  explanation: {
    en: `When the module \`ip6_tunnel\` is loaded, the kernel makes a device \`ip6tnl0\` that takes packets which no other tunnel wants. A tunnel of that name cannot be added (\`File exists\`), and the device cannot be removed. Worse, changing it succeeds and changes nothing: the ends of the tunnel stay \`::\`, and no packet ever goes anywhere.

Use \`ip6tnl1\` or any other name.`,
    ja: `\`ip6_tunnel\` モジュールが読み込まれると、カーネルはどのトンネルにも当てはまらないパケットを受ける \`ip6tnl0\` デバイスを作ります。同じ名前のトンネルは追加できず（\`File exists\`）、削除もできません。さらに厄介なことに、変更コマンドは成功しても実際には何も変わらず、両端は \`::\` のままでパケットはどこにも届きません。

\`ip6tnl1\` など別の名前を使ってください。`,
  },
  sources: [
    ipTunnel('ip6tnl0'),
    measured('adding, changing and removing ip6tnl0', 'ip6tnl0 の追加・変更・削除'),
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  interface: ip6tnl0
`,
      good: `
tunnel:
  provider: v6plus
  interface: ip6tnl1
`,
    },
  ],
  check({ document, spec, report }) {
    if (spec.tunnel?.interface !== FALLBACK) return;
    report({
      at: NAME,
      message: {
        en: `\`${FALLBACK}\` is made by the kernel for itself: it can be neither added nor given an end. Use \`ip6tnl1\`.`,
        ja: `\`${FALLBACK}\` はカーネルが自分用に作るデバイスで、追加も対向の設定もできません。\`ip6tnl1\` などにしてください。`,
      },
      fixes: [setTo(document, NAME, 'ip6tnl1')],
    });
  },
});
