import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { ipSysctl, measured, rfc } from '../sources.ts';
import { strictOnTunnel } from '../sysctl-keys.ts';

export const rpFilterMarkRouting = defineRule({
  code: 'sysctl/rp-filter-mark-routing',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The strict reverse-path filter drops every answer from the tunnel',
    ja: '厳格な逆方向経路フィルターが、トンネルからの応答をすべて破棄する',
  },
  explanation: {
    en: `The reverse-path filter (\`rp_filter\`) drops an IPv4 packet if an answer to it would leave by another interface than it came in by. It looks the answer up *without its firewall mark*. With \`tunnel.route: { mark: … }\` only marked packets go into the tunnel, so for the filter every answer from the internet came in by the wrong interface.

What counts is the larger of \`conf.all.rp_filter\` and \`conf.TUNNEL.rp_filter\`:

| larger value | tunnel with an IPv4 address | without one |
| --- | --- | --- |
| 0 (off) | passes | passes |
| 1 (strict) | **drops** | **drops** |
| 2 (loose) | passes | **drops** |

The generated tunnel has an IPv4 address and its filter is off with a route by mark, so nothing needs to be set. This spec turns the strict filter on again. Set 0, or 2 if you want a filter at all; loose also needs a default route beside the tunnel.

Other routes are not concerned: with \`route: default\` or \`route: { from: … }\` the way back is the tunnel, and strict filtering passes (measured with every combination of values).`,
    ja: `逆方向経路フィルター（\`rp_filter\`）は、応答が受信したインターフェースとは別のインターフェースから出ていくはずの IPv4 パケットを破棄します。この判定では**ファイアウォールマークが考慮されません**。\`tunnel.route: { mark: … }\` ではマーク付きのパケットだけがトンネルに流れるため、フィルターから見ると、インターネットからの応答はすべて「間違ったインターフェース」から来たことになります。

有効になるのは \`conf.all.rp_filter\` と \`conf.トンネル.rp_filter\` の大きいほうです。

| 大きいほうの値 | トンネルに IPv4 アドレスあり | なし |
| --- | --- | --- |
| 0（無効） | 通る | 通る |
| 1（厳格） | **破棄** | **破棄** |
| 2（緩やか） | 通る | **破棄** |

生成されるトンネルには IPv4 アドレスがあり、マークで経路を選ぶ場合はフィルターも無効になるので、何も設定する必要はありません。このスペックは厳格なフィルターを再び有効にしています。0 にするか、フィルターが必要なら 2 にしてください（緩やかなフィルターには、トンネル以外のデフォルト経路も必要です）。

それ以外の経路設定は関係ありません。\`route: default\` や \`route: { from: … }\` では戻りの経路がトンネルになるため、厳格なフィルターでも通ります（すべての値の組み合わせで測定済み）。`,
  },
  sources: [
    ipSysctl('rp_filter'),
    rfc(3704, '2.2'),
    measured(
      'rp_filter with every combination of values and four kinds of routes',
      'rp_filter の値のすべての組み合わせと 4 種類の経路',
    ),
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  route: { mark: 0x64 }
sysctl:
  net.ipv4.conf.all.rp_filter: 1
`,
      good: `
tunnel:
  provider: v6plus
  route: { mark: 0x64 }
sysctl:
  net.ipv4.conf.all.rp_filter: 0
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  route: { mark: 0x64 }
sysctl:
  net.ipv4.conf.all.rp_filter: 1
  net.ipv4.conf.ip6tnl1.rp_filter: 0 # not enough
`,
      good: `
tunnel:
  provider: v6plus
  route: { mark: 0x64 }
sysctl:
  net.ipv4.conf.all.rp_filter: 0
  net.ipv4.conf.ip6tnl1.rp_filter: 0 # not enough
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    const strict = strictOnTunnel(context);
    const [first, ...more] = strict;
    if (first === undefined) return;
    const edits = strict.map(({ path }) => setValue(document, path, '0'));
    report({
      at: first.path,
      message: {
        en: 'With a route by mark the strict filter drops every answer that comes out of the tunnel: it looks for the way back without the mark. Set 0.',
        ja: 'マークで経路を選ぶ場合、厳格なフィルターはマークなしで戻りの経路を調べるため、トンネルからの応答をすべて破棄します。0 にしてください。',
      },
      related: [
        {
          at: ['tunnel', 'route'],
          message: { en: 'The route by mark.', ja: 'マークによる経路の指定です。' },
        },
        ...more.map(({ path }) => ({
          at: path,
          message: { en: 'This one is strict too.', ja: 'こちらも厳格になっています。' },
        })),
      ],
      fixes: [
        {
          title: { en: 'Turn the filter off (0)', ja: 'フィルターを無効（0）にする' },
          edits: edits.every((each) => each !== undefined) ? edits.flat() : undefined,
        },
      ],
    });
  },
});
