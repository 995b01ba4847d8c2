import { ht40Direction } from '../../net/wifi-channels.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { replacePart, textSpan } from '../spans.ts';
import { radiosOf } from '../spec-values.ts';
import type { Radio } from '../spec-values.ts';

/** The flags of which the radio needs one; none where its channel does not join a second one. */
function wantedFlags({ band, channel, width, standards }: Radio): readonly string[] {
  if (band === undefined || band === '6GHz' || channel === undefined) return [];
  if (width === undefined || width < 40 || standards?.includes('n') !== true) return [];
  if (channel === 'auto') return ['HT40+', 'HT40-'];
  const side = ht40Direction(channel);
  if (side === undefined) return [];
  // In 2.4 GHz the second half may lie on either side of the middle channels.
  if (band === '2.4GHz' && channel >= 5 && channel <= 9) return [`HT40${side}`, 'HT40+', 'HT40-'];
  return [`HT40${side}`];
}

export const ht40Missing = defineRule({
  code: 'wifi/ht40-missing',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The capabilities do not say on which side the second channel lies',
    ja: 'ケーパビリティに、2 つ目のチャネルの位置の指定がない',
  },
  explanation: {
    en: `A channel of 40 MHz or more joins a second 20 MHz channel to the primary, above it (\`[HT40+]\`) or below it (\`[HT40-]\`). In 5 GHz the pairs are fixed: 36, 44, 52, 60, 100, … have it above, 40, 48, 56, 64, 104, … below. Without \`ht_capab\` among the options the right flag is written for you; a value of your own replaces it, and has to hold the flag as well. Without it, or on the wrong side, hostapd does not start, or falls back to 20 MHz ("no second channel offset", "HT40 channel pair … not allowed").`,
    ja: `40 MHz 以上のチャネルは、プライマリチャネルの上（\`[HT40+]\`）か下（\`[HT40-]\`）に 2 つ目の 20 MHz チャネルを束ねます。5 GHz の組み合わせは決まっていて、36、44、52、60、100、… は上、40、48、56、64、104、… は下です。オプションに \`ht_capab\` を書かなければ正しいフラグが自動で入りますが、自分で書くとその値に置き換わるため、このフラグも必要です。ない場合や逆の場合、hostapd は起動しないか、20 MHz で動作します（"no second channel offset"、"HT40 channel pair … not allowed"）。`,
  },
  sources: [
    hostapdConf('ht_capab'),
    hostapdSource('src/common/hw_features_common.c', 'allowed_ht40_channel_pair'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    options:
      ht_capab: "[SHORT-GI-40][RX-STBC1]"
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    options:
      ht_capab: "[HT40+][SHORT-GI-40][RX-STBC1]"
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const radio of radiosOf(context)) {
      const value = radio.options?.ht_capab;
      const wanted = wantedFlags(radio);
      const [flag] = wanted;
      if (value === undefined || flag === undefined) continue;
      if (wanted.some((each) => value.includes(`[${each}]`))) continue;
      const at = [...radio.path, 'options', 'ht_capab'];
      const better = `[${flag}]${value.replace(/\[HT40[+-]?\]/g, '')}`;
      const where = radio.channel === 'auto' ? 'auto' : String(radio.channel);
      report({
        at,
        message: {
          en: `Channel ${where} at ${radio.width ?? 40} MHz needs \`[${flag}]\` in \`ht_capab\`.`,
          ja: `チャネル ${where} を ${radio.width ?? 40} MHz 幅で使うには、\`ht_capab\` に \`[${flag}]\` が必要です。`,
        },
        ...(document.entry([...radio.path, 'channel']) === undefined
          ? {}
          : {
              related: [
                { at: [...radio.path, 'channel'], message: { en: 'The channel.', ja: 'チャネルです。' } },
              ],
            }),
        fixes: [
          {
            title: { en: `Change to \`${better}\``, ja: `\`${better}\` に変更` },
            edits: replacePart(document, at, textSpan(document, at), value, better),
          },
        ],
      });
    }
  },
});
