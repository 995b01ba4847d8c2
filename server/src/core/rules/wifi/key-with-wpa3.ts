import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const keyWithWpa3 = defineRule({
  code: 'wifi/key-with-wpa3',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'WPA3 needs the passphrase, not the key', ja: 'WPA3 にはキーではなくパスフレーズが必要' },
  explanation: {
    en: 'With WPA2 the 64 hexadecimal digits of the key can stand in for the passphrase, from which they were computed. WPA3 (SAE) works with the passphrase itself; from the key it cannot be found again. hostapd drops the passphrase when it is given a key, and no device could join by WPA3. Use the passphrase, or WPA2 alone.',
    ja: 'WPA2 では、パスフレーズから計算した 64 桁の 16 進数の鍵を、パスフレーズの代わりに使えます。しかし WPA3（SAE）はパスフレーズそのものを使い、鍵からパスフレーズを求めることはできません。hostapd は鍵を指定するとパスフレーズを使わなくなるため、WPA3 では誰も接続できません。パスフレーズを使うか、WPA2 だけにしてください。',
  },
  sources: [hostapdConf('wpa_psk, sae_password'), hostapdSource('hostapd/config_file.c', 'wpa_psk')],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    # router-spec-ignore: wifi/passphrase-in-clear -- a network for tests
    passphrase: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    security: wpa2-wpa3
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    security: wpa2-wpa3
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, passphrase, security } of radiosOf(context)) {
      if (passphrase?.kind !== 'literal' || !/^[0-9a-f]{64}$/i.test(passphrase.text)) continue;
      if (security !== 'wpa3' && security !== 'wpa2-wpa3') continue;
      const written = document.entry([...path, 'security']) !== undefined;
      const at = [...path, written ? 'security' : 'passphrase'];
      report({
        at,
        message: {
          en: 'The passphrase is a key of 64 hexadecimal digits, with which WPA3 cannot work. Give the passphrase itself, or use `wpa2`.',
          ja: 'パスフレーズが 64 桁の 16 進数の鍵になっています。WPA3 では使えないため、元のパスフレーズを書くか、`wpa2` にしてください。',
        },
        related: written
          ? [{ at: [...path, 'passphrase'], message: { en: 'The key.', ja: '鍵です。' } }]
          : [
              {
                at: [...path, 'band'],
                message: { en: 'This band needs WPA3.', ja: 'この帯域には WPA3 が必要です。' },
              },
            ],
        fixes: [
          {
            title: { en: 'Use WPA2 alone', ja: 'WPA2 だけにする' },
            edits: written ? setValue(document, at, 'wpa2') : undefined,
            preferred: false,
          },
        ],
      });
    }
  },
});
