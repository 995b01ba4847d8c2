import { needsRadarCheck } from '../net/wifi-channels.ts';
import type { Text } from '../text.ts';
import type { Radio } from './spec-values.ts';

/** Keys of hostapd.conf for which the format has a key of its own. */
export const OWNED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['ssid', 'ssid'],
  ['ssid2', 'ssid'],
  ['wpa_passphrase', 'passphrase'],
  ['wpa_psk', 'passphrase'],
  ['sae_password', 'passphrase'],
  ['country_code', 'country'],
  ['hw_mode', 'band'],
  ['op_class', 'band'],
  ['channel', 'channel'],
  ['secondary_channel', 'channel'],
  ['vht_oper_chwidth', 'width'],
  ['vht_oper_centr_freq_seg0_idx', 'width'],
  ['he_oper_chwidth', 'width'],
  ['he_oper_centr_freq_seg0_idx', 'width'],
  ['ieee80211n', 'standards'],
  ['ieee80211ac', 'standards'],
  ['ieee80211ax', 'standards'],
  ['wpa', 'security'],
  ['wpa_key_mgmt', 'security'],
]);

/** Why an option makes the access point fail or insecure; undefined for an option that is fine, or whose effect is not known. */
export function dangerOf(option: string, value: string, radio: Radio): Text | undefined {
  const { band, channel, width, security } = radio;
  const words = value.toUpperCase().split(/\s+/);
  switch (option) {
    case 'ieee80211h':
    case 'ieee80211d':
      return value === '0' &&
        band !== undefined &&
        width !== undefined &&
        typeof channel === 'number' &&
        needsRadarCheck(channel, width, band)
        ? {
            en: `channel ${channel} is shared with radar, and without 802.11h (and 802.11d, which it needs) no access point may send there: hostapd does not start`,
            ja: `チャネル ${channel} はレーダーと共用です。802.11h（とその前提の 802.11d）がなければ送信できず、hostapd は起動しません`,
          }
        : undefined;
    case 'ieee80211w':
      if (value === '0' && (security === 'wpa3' || security === 'wpa2-wpa3'))
        return {
          en: 'WPA3 needs management frame protection; without it no device can join by WPA3',
          ja: 'WPA3 には管理フレーム保護が必要です。無効にすると WPA3 では接続できません',
        };
      return value === '1' && security === 'wpa3'
        ? {
            en: 'with WPA3 alone management frame protection has to be required (2), not optional',
            ja: 'WPA3 のみの場合、管理フレーム保護は任意（1）ではなく必須（2）にする必要があります',
          }
        : undefined;
    case 'wpa_pairwise':
    case 'rsn_pairwise':
      return words.includes('TKIP')
        ? {
            en: 'TKIP is broken and slow: with it hostapd switches 802.11n and everything above it off',
            ja: 'TKIP は安全でなく低速です。指定すると hostapd は 802.11n 以降をすべて無効にします',
          }
        : undefined;
    case 'wpa':
      return value === '1' || value === '3'
        ? {
            en: 'the first WPA is broken: its cipher can be read along, and 802.11n is switched off for it',
            ja: '初代の WPA は安全ではありません。通信を解読されるおそれがあり、802.11n も無効になります',
          }
        : undefined;
    case 'auth_algs':
      return value === '2' || value === '3'
        ? {
            en: 'shared key authentication belongs to WEP, which gives its key away',
            ja: '共有鍵認証は WEP のもので、鍵が漏れてしまいます',
          }
        : undefined;
    default:
      return option.startsWith('wep_')
        ? {
            en: 'WEP was broken twenty years ago, and the hostapd of today is built without it',
            ja: 'WEP は 20 年前に破られており、現在の hostapd には含まれていません',
          }
        : undefined;
  }
}
