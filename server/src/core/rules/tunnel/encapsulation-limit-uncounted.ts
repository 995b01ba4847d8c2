import { ENCAPSULATION_LIMIT_HEADER } from '../../net/mtu.ts';
import { setTo, uncountedMtu } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipTunnel, measured, rfc } from '../sources.ts';

const LIMIT = ['tunnel', 'encapsulation-limit'];
const MTU = ['tunnel', 'mtu'];

export const encapsulationLimitUncounted = defineRule({
  code: 'tunnel/encapsulation-limit-uncounted',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The tunnel MTU leaves no room for the encapsulation limit',
    ja: 'トンネルの MTU にカプセル化制限の分が含まれていない',
  },
  explanation: {
    en: `With an encapsulation limit every packet of the tunnel carries an option header of 8 bytes beside the IPv6 header of 40. A tunnel MTU that leaves room for 40 bytes only is too large by 8: the first large packet of a UDP flow is lost, and path MTU discovery needs two rounds, because the first answer names a size that does not fit either.

The Japanese services do without the limit: \`encapsulation-limit: none\` makes the packets fit and saves the 8 bytes. The limit is the default of Linux, 4, which is how it gets into hand-made set-ups.`,
    ja: `カプセル化制限を使うと、トンネルのすべてのパケットに IPv6 ヘッダーの 40 バイトに加えて 8 バイトのオプションヘッダーが付きます。40 バイト分だけを見込んだ MTU では 8 バイト大きすぎ、UDP では最初の大きなパケットが失われます。経路 MTU 探索も、最初に返る値ではまだ大きすぎるため 2 往復かかります。

日本のサービスではカプセル化制限は不要です。\`encapsulation-limit: none\` にすればパケットが収まり、8 バイトの節約にもなります。Linux の既定値が 4 なので、手作業の設定では知らないうちに付いていることがあります。`,
  },
  sources: [
    rfc(2473, '4.1.1'),
    rfc(2473, '7.2'),
    ipTunnel('encaplimit'),
    measured('encapsulation limit 4 with tunnel MTU 1460', 'カプセル化制限 4、トンネルの MTU 1460'),
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  mtu: 1460
  encapsulation-limit: 4
`,
      good: `
tunnel:
  provider: v6plus
  mtu: 1460
  encapsulation-limit: none
`,
    },
  ],
  check(context) {
    const { document, line, report } = context;
    if (uncountedMtu(context) === undefined) return;
    report({
      at: MTU,
      message: {
        en: `The encapsulation limit takes ${ENCAPSULATION_LIMIT_HEADER} bytes more, so only ${line.largestTunnelMtu} are left of ${line.wanMtu}. Do without the limit.`,
        ja: `カプセル化制限にさらに ${ENCAPSULATION_LIMIT_HEADER} バイトかかるため、${line.wanMtu} バイトのうち使えるのは ${line.largestTunnelMtu} バイトまでです。カプセル化制限をなくしてください。`,
      },
      related: [{ at: LIMIT, message: { en: 'The encapsulation limit.', ja: 'カプセル化制限の指定です。' } }],
      fixes: [setTo(document, LIMIT, 'none'), setTo(document, MTU, line.largestTunnelMtu)].map(
        (fix, index) => ({ ...fix, preferred: index === 0 }),
      ),
    });
  },
});
