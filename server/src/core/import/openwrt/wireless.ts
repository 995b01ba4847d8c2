import type { Draft, InputFile } from '../draft.ts';
import { BY_ITSELF, FRAME } from '../reasons.ts';
import { readUci } from './uci.ts';
import type { Section } from './uci.ts';

const BANDS: ReadonlyMap<string, string> = new Map([
  ['2g', '2.4GHz'],
  ['5g', '5GHz'],
  ['6g', '6GHz'],
  ['11g', '2.4GHz'],
  ['11b', '2.4GHz'],
  ['11a', '5GHz'],
]);

const SECURITY: ReadonlyMap<string, string> = new Map([
  ['psk2', 'wpa2'],
  ['psk2+ccmp', 'wpa2'],
  ['psk-mixed', 'wpa2'],
  ['sae', 'wpa3'],
  ['sae-mixed', 'wpa2-wpa3'],
]);

/** /etc/config/wireless: each `wifi-iface` that is an access point, with the radio that it is on. */
export function importWireless(file: InputFile, draft: Draft): void {
  const sections = readUci(file, draft);
  const radios = sections.filter(({ type }) => type === 'wifi-device');
  for (const section of sections) {
    if (section.type === 'wifi-iface') importAccessPoint(section, radios, draft);
    else if (section.type !== 'wifi-device') draft.unknown(section.place);
    else {
      draft.notNeeded(section.place, FRAME);
      section.each(['type', 'path', 'phy', 'cell_density', 'disabled'], (at) =>
        draft.notNeeded(at, BY_ITSELF),
      );
    }
  }
  // A radio's lines are reported by its access point; what is left belongs to a radio without one, or is not known.
  for (const section of sections) section.rest(draft);
}

function importAccessPoint(section: Section, radios: readonly Section[], draft: Draft): void {
  const radio = radios.find(({ name }) => name === section.peek('device'));
  if ((section.peek('mode') ?? 'ap') !== 'ap' || (section.peek('network') ?? 'lan') !== 'lan') {
    section.notTaken(draft, {
      en: 'Only access points of the LAN can be said, no clients, meshes or guest networks.',
      ja: '扱えるのは LAN のアクセスポイントだけです。クライアント、メッシュ、ゲストネットワークには対応していません。',
    });
    return;
  }
  if (section.peek('disabled') === '1' || radio?.peek('disabled') === '1') {
    section.notNeeded(draft, { en: 'It was switched off.', ja: '無効にされていた設定です。' });
    return;
  }
  const index = draft.count('wifi');
  const at = ['wifi', index];
  // OpenWrt names its interfaces itself; those of a plain Linux are wlan0 and so on, one for each radio.
  draft.take(section.place, [...at, 'interface'], section.peek('ifname') ?? `wlan${index}`);
  section.each(['ssid'], (line) => draft.take(line, [...at, 'ssid'], line.value));
  section.each(['key'], (line) =>
    draft.secret(line, [...at, 'passphrase'], index === 0 ? 'wifi' : `wifi-${index + 1}`),
  );
  section.each(['encryption'], (line) => {
    const security = SECURITY.get(line.value);
    if (security !== undefined) draft.take(line, [...at, 'security'], security);
    else
      draft.notTaken(line, {
        en: 'An access point here is protected by WPA2 or WPA3 with a passphrase; WPA2 is assumed.',
        ja: '対応しているのはパスフレーズによる WPA2 か WPA3 だけです。WPA2 とみなします。',
      });
  });
  section.each(['device', 'mode', 'network', 'ifname', 'disabled', 'ieee80211w'], (line) =>
    draft.notNeeded(line, FRAME),
  );
  if (radio === undefined) return;
  radio.each(['country'], (line) => draft.take(line, [...at, 'country'], line.value));
  radio.each(['band', 'hwmode'], (line) =>
    draft.take(line, [...at, 'band'], BANDS.get(line.value) ?? line.value),
  );
  radio.each(['channel'], (line) => draft.take(line, [...at, 'channel'], line.value));
  radio.each(['htmode'], (line) => {
    const match = /^(HT|VHT|HE)(20|40|80|160)[+-]?$/.exec(line.value);
    if (match?.[2] === undefined) draft.unknown(line);
    else {
      draft.take(line, [...at, 'width'], match[2]);
      const standards = match[1] === 'HT' ? ['n'] : match[1] === 'VHT' ? ['n', 'ac'] : ['n', 'ac', 'ax'];
      const fitting = standards.filter((each) => each !== 'ac' || draft.get(...at, 'band') !== '2.4GHz');
      for (const standard of fitting) draft.append(line, [...at, 'standards'], standard);
    }
  });
}
