import { needsRadarCheck } from '../net/wifi-channels.ts';
import type { Text } from '../text.ts';
import type { Radio } from './spec-values.ts';

/** Keys of hostapd.conf for which the format has a key of its own; as options they are left out of the generated file. */
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

/** Why an option that reaches the generated file makes the access point fail or insecure; undefined for an option that is fine, or whose effect is not known. */
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

/** The numbers that hostapd takes for an option, both ends included. Whatever else stops it when it reads its file. */
export const OPTION_RANGES: ReadonlyMap<string, { readonly least: number; readonly most: number }> = new Map([
  ['beacon_int', { least: 10, most: 65_535 }],
  ['dtim_period', { least: 1, most: 255 }],
  ['max_num_sta', { least: 0, most: 2007 }],
  ['rts_threshold', { least: -1, most: 65_535 }],
  ['acs_num_scans', { least: 1, most: 100 }],
]);

/** The flags of `ht_capab` and `vht_capab` that hostapd looks for, without their brackets; it passes over all others. */
export const CAPABILITIES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ht_capab',
    [
      ...['LDPC', 'HT40-', 'HT40+', 'SMPS-STATIC', 'SMPS-DYNAMIC', 'GF', 'SHORT-GI-20', 'SHORT-GI-40'],
      ...['TX-STBC', 'RX-STBC1', 'RX-STBC12', 'RX-STBC123', 'DELAYED-BA', 'MAX-AMSDU-7935', 'DSSS_CCK-40'],
      ...['40-INTOLERANT', 'LSIG-TXOP-PROT'],
    ],
  ],
  [
    'vht_capab',
    [
      ...[
        'MAX-MPDU-7991',
        'MAX-MPDU-11454',
        'VHT160',
        'VHT160-80PLUS80',
        'RXLDPC',
        'SHORT-GI-80',
        'SHORT-GI-160',
      ],
      ...['TX-STBC-2BY1', 'RX-STBC-1', 'RX-STBC-12', 'RX-STBC-123', 'RX-STBC-1234', 'SU-BEAMFORMER'],
      ...['SU-BEAMFORMEE', 'BF-ANTENNA-2', 'BF-ANTENNA-3', 'BF-ANTENNA-4', 'SOUNDING-DIMENSION-2'],
      ...['SOUNDING-DIMENSION-3', 'SOUNDING-DIMENSION-4', 'MU-BEAMFORMER', 'MU-BEAMFORMEE', 'VHT-TXOP-PS'],
      ...['HTC-VHT', 'VHT-LINK-ADAPT2', 'VHT-LINK-ADAPT3', 'RX-ANTENNA-PATTERN', 'TX-ANTENNA-PATTERN'],
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((exponent) => `MAX-A-MPDU-LEN-EXP${exponent}`),
    ],
  ],
]);
