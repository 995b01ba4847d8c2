import { centreChannel, ht40Direction, operatingClass6GHz } from '../net/wifi-channels.ts';
import type { AccessPoint, Router } from '../derive/router.ts';
import type { Path } from '../problem.ts';
import { file, generated } from './generated.ts';
import type { LineWriter, RenderedFile } from './rendered-file.ts';
import { WIFI_KEY, placeholder } from './secrets.ts';
import { FROM } from './sources.ts';
import { word } from './word.ts';

export function hostapdPath({ interface: name }: AccessPoint): string {
  return `/etc/hostapd/${word(name, 'interface')}.conf`;
}

/** One file for each access point, readable by root alone. */
export function renderHostapd(router: Router): readonly RenderedFile[] {
  return router.wifi.map((accessPoint) => renderAccessPoint(router, accessPoint));
}

type Key = readonly [key: string, value: string | number, ...from: Path[]];

/** Keys that follow from fields of the spec; an option of the same name would be a second truth and is left out. */
const OWNED = new Set([
  ...['interface', 'bridge', 'driver', 'ssid', 'ssid2', 'country_code', 'hw_mode', 'channel', 'op_class'],
  ...[
    'wpa',
    'wpa_key_mgmt',
    'wpa_passphrase',
    'wpa_psk',
    'sae_password',
    'ieee80211n',
    'ieee80211ac',
    'ieee80211ax',
  ],
  ...['vht_oper_chwidth', 'vht_oper_centr_freq_seg0_idx', 'he_oper_chwidth', 'he_oper_centr_freq_seg0_idx'],
]);

function renderAccessPoint(router: Router, accessPoint: AccessPoint): RenderedFile {
  const lines = generated('#');
  const { options, origin } = accessPoint;
  const add = (keys: readonly Key[]) => {
    for (const [key, value, ...from] of keys) {
      if (OWNED.has(key) || !Object.hasOwn(options, key)) lines.add(`${key}=${value}`, ...from);
    }
  };
  const at = (...keys: string[]) => keys.map((key) => [...origin, key]);
  add([
    ['interface', word(accessPoint.interface, 'interface'), ...at('interface')],
    ['bridge', word(router.lan.interface, 'interface'), FROM.lan],
    ['driver', 'nl80211'],
    ['ctrl_interface', '/run/hostapd'],
    ['ctrl_interface_group', 0],
  ]);
  lines.add('');
  addName(lines, accessPoint, [...origin, 'ssid']);
  add(radioKeys(accessPoint));
  lines.add('');
  add(securityKeys(accessPoint));
  addPassphrase(lines, accessPoint, [...origin, 'passphrase']);
  const others = Object.entries(options).filter(([key]) => !OWNED.has(key));
  if (others.length > 0) lines.add('');
  for (const [key, value] of others) {
    lines.add(`${word(key, 'hostapdKey')}=${word(value, 'hostapdValue')}`, [...origin, 'options', key]);
  }
  return file(hostapdPath(accessPoint), 'ini', lines, 0o600);
}

/** The name in hexadecimal, in which no character has a meaning of its own. */
function addName(lines: LineWriter, { ssid }: AccessPoint, from: Path): void {
  const bytes = [...new TextEncoder().encode(ssid)];
  if (/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/.test(ssid)) lines.add(`# The name: ${ssid}`, from);
  lines.add(`ssid2=${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, from);
  if (bytes.some((byte) => byte > 127)) lines.add('utf8_ssid=1', from);
}

/** Band, channel, width and standards (hostapd.conf; IEEE 802.11-2020 annex E for the centres). */
function radioKeys(accessPoint: AccessPoint): readonly Key[] {
  const { band, channel, width, standards, origin } = accessPoint;
  const at = (...keys: string[]) => keys.map((key) => [...origin, key]);
  const centre = channel === 'auto' ? undefined : centreChannel(channel, width, band);
  // A channel that does not exist in that width is for a rule to report; a narrow one is what can be written for it.
  const wide = channel === 'auto' || centre !== undefined ? width : 20;
  const keys: Key[] = [
    ['country_code', word(accessPoint.country, 'country'), ...at('country')],
    ['ieee80211d', 1, ...at('country')],
  ];
  if (band === '5GHz') keys.push(['ieee80211h', 1, ...at('band', 'country')]);
  keys.push(['hw_mode', band === '2.4GHz' ? 'g' : 'a', ...at('band')]);
  if (band === '6GHz') keys.push(['op_class', operatingClass6GHz(wide), ...at('band', 'width')]);
  keys.push(['channel', channel === 'auto' ? 'acs_survey' : channel, ...at('channel')], ['wmm_enabled', 1]);

  if (band !== '6GHz') {
    if (standards.includes('n')) keys.push(['ieee80211n', 1, ...at('standards')]);
    const side = channel === 'auto' ? '+' : ht40Direction(channel);
    if (wide >= 40 && side !== undefined) keys.push(['ht_capab', `[HT40${side}]`, ...at('width', 'channel')]);
  }
  // 0 is 20 or 40 MHz, 1 is 80, 2 is 160.
  const size = wide === 160 ? 2 : wide === 80 ? 1 : 0;
  const wideKeys = (prefix: 'vht' | 'he'): Key[] => [
    [`${prefix}_oper_chwidth`, size, ...at('width')],
    ...(centre === undefined || wide === 20
      ? []
      : [[`${prefix}_oper_centr_freq_seg0_idx`, centre, ...at('channel', 'width')] as const]),
  ];
  if (standards.includes('ac') && band === '5GHz') {
    keys.push(['ieee80211ac', 1, ...at('standards')], ...wideKeys('vht'));
  }
  if (standards.includes('ax')) keys.push(['ieee80211ax', 1, ...at('standards')], ...wideKeys('he'));
  return keys;
}

/** WPA2, WPA3 or both. WPA3 comes with management frame protection; those of both kinds need it for WPA3 alone. */
function securityKeys({ security, band, origin }: AccessPoint): readonly Key[] {
  const from = [...origin, 'security'];
  const keys: Key[] = [
    ['auth_algs', 1],
    ['wpa', 2, from],
    ['rsn_pairwise', 'CCMP', from],
  ];
  switch (security) {
    case 'wpa2':
      return [...keys, ['wpa_key_mgmt', 'WPA-PSK', from]];
    case 'wpa2-wpa3':
      return [
        ...keys,
        ['wpa_key_mgmt', 'WPA-PSK SAE', from],
        ['ieee80211w', 1, from],
        ['sae_require_mfp', 1, from],
        ['sae_pwe', 2, from],
      ];
    case 'wpa3':
      // 6 GHz allows hash-to-element alone (IEEE 802.11-2020 section 12.4.4, WPA3 specification).
      return [
        ...keys,
        ['wpa_key_mgmt', 'SAE', from],
        ['ieee80211w', 2, from],
        ['sae_pwe', band === '6GHz' ? 1 : 2, from],
      ];
  }
}

function addPassphrase(lines: LineWriter, { passphrase, security, ssid }: AccessPoint, from: Path): void {
  if (passphrase.kind === 'literal') {
    const key = WIFI_KEY.test(passphrase.text) ? 'wpa_psk' : 'wpa_passphrase';
    lines.add(`${key}=${word(passphrase.text, 'printable')}`, from);
    return;
  }
  const name = word(passphrase.name, 'secret');
  const place = { kind: 'wifi', ssid, sae: security !== 'wpa2' } as const;
  lines.addSecret(`wpa_passphrase=${placeholder(name)}`, { name, place }, from);
}
