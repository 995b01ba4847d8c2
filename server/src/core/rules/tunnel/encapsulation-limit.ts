import { tunnelMtu } from '../../net/mtu.ts';
import { setValue } from '../../spec/edit.ts';
import { providerOf, uncountedMtu } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipTunnel, measured, rfc } from '../sources.ts';

const LIMIT = ['tunnel', 'encapsulation-limit'];
const MTU = ['tunnel', 'mtu'];

export const encapsulationLimit = defineRule({
  code: 'tunnel/encapsulation-limit',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'Every packet carries an option header for nothing',
    ja: 'すべてのパケットに不要なオプションヘッダーが付く',
  },
  explanation: {
    en: `The encapsulation limit (RFC 2473) says into how many further tunnels a packet may go. It travels in a destination options header of 8 bytes on every packet. Nothing on the way to a Japanese provider looks at it; the border relays do not send it themselves, and OCX asks its users not to set it. Equipment often handles packets with option headers in software, which is slow.

Write \`none\`, or leave the key out.`,
    ja: `カプセル化制限（RFC 2473）は、パケットをあと何段トンネルに入れてよいかを示すもので、すべてのパケットに 8 バイトの宛先オプションヘッダーとして付きます。日本の事業者までの経路でこれを参照する機器はなく、ボーダーリレー側も付けません。OCX は設定しないよう案内しています。オプションヘッダー付きのパケットはソフトウェア処理になり、遅くなる機器もあります。

\`none\` にするか、このキーを省略してください。`,
  },
  sources: [
    rfc(2473, '4.1.1'),
    ipTunnel('encaplimit'),
    { title: 'OCX光 インターネット, technical information', url: 'https://ocx-hikari.net/technical' },
    measured('a destination options header on every packet', 'すべてのパケットに付く宛先オプションヘッダー'),
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  encapsulation-limit: 4
`,
      good: `
tunnel:
  provider: v6plus
  encapsulation-limit: none
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  encapsulation-limit: 4
  mtu: 1452
`,
      good: `
tunnel:
  provider: v6plus
  encapsulation-limit: none
  mtu: 1460
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const limit = spec.tunnel?.['encapsulation-limit'];
    // Whether a tunnel to somebody else needs the limit is not known; one that makes packets too large is told as that.
    if (limit === undefined || limit === 'none' || providerOf(context) === undefined) return;
    if (uncountedMtu(context) !== undefined) return;
    const withoutLimit = setValue(document, LIMIT, 'none');
    // An MTU that was made smaller for the limit alone grows by the 8 bytes that become free.
    const mtu =
      spec.tunnel?.mtu === line.largestTunnelMtu
        ? setValue(document, MTU, String(tunnelMtu(line.wanMtu, 'none')))
        : [];
    report({
      at: LIMIT,
      message: {
        en: 'The limit puts an option header of 8 bytes on every packet, and nothing on the way looks at it. Use `none`.',
        ja: 'カプセル化制限により、すべてのパケットに 8 バイトのオプションヘッダーが付きますが、途中で参照する機器はありません。`none` にしてください。',
      },
      fixes: [
        {
          title: {
            en: 'Change to `encapsulation-limit: none`',
            ja: '`encapsulation-limit: none` に変更',
          },
          edits: withoutLimit === undefined || mtu === undefined ? undefined : [...withoutLimit, ...mtu],
        },
      ],
    });
  },
});
