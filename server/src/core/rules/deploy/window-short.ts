import { PLAIN_WINDOW, STP_SECONDS } from '../../derive/deploy-window.ts';
import { needsRadarCheck, RADAR_CHECK_SECONDS } from '../../net/wifi-channels.ts';
import type { Path } from '../../problem.ts';
import { setValue } from '../../spec/edit.ts';
import { formatDuration } from '../../spec/scalars.ts';
import type { Text } from '../../text.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { radiosOf } from '../spec-values.ts';

/** Seconds that the rest takes: services start again, clients join, the confirmation is sent. */
const RESERVE_SECONDS = 15;

/** What the network waits for after a change, each with its seconds; nothing without a radar check. */
function waitsOf(context: RuleContext): { seconds: number; at: Path; why: Text }[] {
  const radar = radiosOf(context).find(
    ({ band, channel, width }) =>
      band !== undefined &&
      width !== undefined &&
      typeof channel === 'number' &&
      needsRadarCheck(channel, width, band),
  );
  if (radar === undefined) return [];
  const check = {
    seconds: RADAR_CHECK_SECONDS,
    at: [...radar.path, 'channel'],
    why: {
      en: `On this channel the radio listens for radar for ${RADAR_CHECK_SECONDS} s first.`,
      ja: `このチャネルでは、送信前に ${RADAR_CHECK_SECONDS} 秒間レーダーの確認を行います。`,
    },
  };
  // Spanning tree alone has a rule of its own; here it comes on top.
  if (context.spec.lan?.stp !== true) return [check];
  return [
    check,
    {
      seconds: STP_SECONDS,
      at: ['lan', 'stp'],
      why: {
        en: `With spanning tree a port forwards after ${STP_SECONDS} s.`,
        ja: `STP が有効だと、ポートが転送を始めるまで ${STP_SECONDS} 秒かかります。`,
      },
    },
  ];
}

export const windowShort = defineRule({
  code: 'deploy/window-short',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The router may roll back before the network is up again',
    ja: 'ネットワークが復帰する前に、変更が元に戻されるおそれがある',
  },
  explanation: {
    en: `After a change the router waits for \`deploy.window\` for the confirmation, and rolls back if none comes. The network itself takes its time to come up: an access point on a channel that is shared with radar 60 seconds, a bridge port with spanning tree 30 seconds, services a few more. With a window shorter than that a good change, deployed by Wi-Fi, is rolled back.

Give it more time. A long window costs nothing when all goes well: the deploy ends with the confirmation.`,
    ja: `変更後、ルーターは \`deploy.window\` の間だけ確認を待ち、来なければ元の設定に戻ります。一方、ネットワークの復帰には時間がかかります。レーダーと共用のチャネルのアクセスポイントは 60 秒、STP が有効なブリッジのポートは 30 秒、サービスの起動にも数秒必要です。これより短いと、Wi-Fi 経由でデプロイした正しい変更まで元に戻されてしまいます。

時間を長くしてください。うまくいけば確認が届いた時点でデプロイは終わるので、長くしても待ち時間は増えません。`,
  },
  sources: [
    { title: 'IEEE 802.1D-2004, section 17.14' },
    {
      title: 'OpenWrt LuCI, issue 3628: apply and rollback timeout',
      url: 'https://github.com/openwrt/luci/issues/3628',
    },
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 100 # router-spec-ignore: wifi/channel-radar -- W52 is crowded here

deploy:
  window: 30s
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 100 # router-spec-ignore: wifi/channel-radar -- W52 is crowded here

deploy:
  window: 3m
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const window = spec.deploy?.window;
    const waits = waitsOf(context);
    // The default is long enough for everything here.
    if (window === undefined || waits.length === 0) return;
    const waited = waits.reduce((sum, { seconds }) => sum + seconds, 0);
    const needed = waited + RESERVE_SECONDS;
    if (window >= needed) return;
    const usual = formatDuration(PLAIN_WINDOW + waited);
    const at = ['deploy', 'window'];
    report({
      at,
      message: {
        en: `The Wi-Fi takes about ${needed} s to come up, but the router rolls back after ${formatDuration(window)}. Give it \`${usual}\`, which is the default here.`,
        ja: `Wi-Fi の復帰に約 ${needed} 秒かかるのに、ルーターは ${formatDuration(window)} で元に戻します。この構成での既定値である \`${usual}\` にしてください。`,
      },
      related: waits.map(({ at: where, why }) => ({ at: where, message: why })),
      fixes: [
        {
          title: { en: `Change to \`${usual}\``, ja: `\`${usual}\` に変更` },
          edits: setValue(document, at, usual),
        },
      ],
    });
  },
});
