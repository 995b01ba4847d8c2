import { PLAIN_WINDOW, STP_SECONDS } from '../../derive/deploy-window.ts';
import { needsRadarCheck } from '../../net/wifi-channels.ts';
import { formatDuration } from '../../spec/scalars.ts';
import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { measured } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

const WINDOW = ['deploy', 'window'];

/** Listening and learning, and time to log in again. */
const ENOUGH = STP_SECONDS + 15;

export const stpShortWindow = defineRule({
  code: 'bridge/stp-short-window',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The deploy rolls back before the spanning tree lets anybody in',
    ja: 'スパニングツリーの待ち時間の間に、デプロイがロールバックされる',
  },
  explanation: {
    en: `With the spanning tree protocol a port of the bridge waits 30 seconds before it forwards: 15 to listen and 15 to learn. A deploy that touches the bridge starts that anew, and during this time nobody reaches the router from the LAN. A confirmation window that ends before, or shortly after, rolls a good change back.

Give the window 45 seconds or more; the default is long enough. Or switch STP off, if the LAN has no loops.`,
    ja: `スパニングツリーを有効にすると、ブリッジのポートは転送を始めるまでに 30 秒（リスニング 15 秒、ラーニング 15 秒）待ちます。ブリッジに関わるデプロイではこの待ち時間が最初からやり直しになり、その間は LAN からルーターに接続できません。確認の待ち時間がこれより短い、またはほとんど余裕がないと、正しい変更でもロールバックされてしまいます。

待ち時間は 45 秒以上にしてください（既定値で十分です）。LAN にループがないなら STP を無効にしてもかまいません。`,
  },
  sources: [
    { title: 'IEEE 802.1D-2004, section 17.14' },
    measured(
      'a port with STP: 30 seconds from link up to forwarding',
      'STP のポートは、リンクアップから転送開始まで 30 秒かかる',
    ),
  ],
  examples: [
    {
      bad: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  ipv6: ndp-proxy
  stp: true
deploy:
  window: 30s # quick
`,
      good: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  ipv6: ndp-proxy
  stp: true
deploy:
  window: 150s # quick
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const window = spec.deploy?.window;
    if (spec.lan?.stp !== true || window === undefined || window >= ENOUGH) return;
    // With a radar check the wait is longer still, and `deploy/window-short` tells both.
    if (waitsForRadar(context)) return;
    report({
      at: WINDOW,
      message: {
        en: `After a change of the bridge its ports forward nothing for ${STP_SECONDS} seconds; a window of ${window} is too short to confirm in.`,
        ja: `ブリッジを変更すると、ポートは ${STP_SECONDS} 秒間転送しません。${window} 秒では確認が間に合いません。`,
      },
      related: [{ at: ['lan', 'stp'], message: { en: 'STP is on.', ja: 'STP が有効になっています。' } }],
      fixes: [setTo(document, WINDOW, formatDuration(PLAIN_WINDOW + STP_SECONDS))],
    });
  },
});

function waitsForRadar(context: RuleContext): boolean {
  return radiosOf(context).some(
    ({ band, channel, width }) =>
      band !== undefined &&
      width !== undefined &&
      typeof channel === 'number' &&
      needsRadarCheck(channel, width, band),
  );
}
