import { OWNED_OPTIONS } from '../rules/hostapd-options.ts';
import type { Draft, InputFile } from './draft.ts';
import { keyValue, linesOf } from './lines.ts';
import type { Line } from './lines.ts';
import { BY_ITSELF } from './reasons.ts';

/** Settings that the generated hostapd.conf has by itself, or that only fit one radio and are found out from it. */
const OWN =
  /^(?:bridge|driver|ctrl_interface|ctrl_interface_group|auth_algs|wpa|wpa_pairwise|rsn_pairwise|country3|ieee80211[dhw]|local_pwr_constraint|spectrum_mgmt_required|beacon_int|wmm_enabled|wmm_ac_\w+|[vh]\w+_centr_freq_seg0_idx|logger_\w+|macaddr_acl|ignore_broadcast_ssid)$/;

const STANDARDS: ReadonlyMap<string, string> = new Map([
  ['ieee80211n', 'n'],
  ['ieee80211ac', 'ac'],
  ['ieee80211ax', 'ax'],
]);

/** A hostapd.conf: one access point. */
export function importHostapd(file: InputFile, draft: Draft): void {
  const lines = linesOf(file);
  const at = ['wifi', draft.count('wifi')];
  const value = (key: string): string | undefined =>
    lines.map(keyValue).find((each) => each?.key === key)?.value;
  for (const line of lines) {
    const setting = keyValue(line);
    if (setting === undefined) draft.unknown(line);
    else importSetting(line, setting.key, setting.value, at, draft, value);
  }
}

function importSetting(
  line: Line,
  key: string,
  text: string,
  at: readonly (string | number)[],
  draft: Draft,
  value: (key: string) => string | undefined,
): void {
  const standard = STANDARDS.get(key);
  if (standard !== undefined) {
    if (text === '1') draft.append(line, [...at, 'standards'], standard);
    else draft.notNeeded(line, BY_ITSELF);
    return;
  }
  switch (key) {
    case 'interface':
    case 'ssid':
      draft.take(line, [...at, key], text);
      break;
    case 'ssid2':
      draft.take(line, [...at, 'ssid'], ssidOf(text));
      break;
    case 'wpa_passphrase':
    case 'wpa_psk':
    case 'sae_password':
      draft.secret(line, [...at, 'passphrase'], at[1] === 0 ? 'wifi' : `wifi-${String(Number(at[1]) + 1)}`);
      break;
    case 'country_code':
      draft.take(line, [...at, 'country'], text);
      break;
    case 'hw_mode':
      draft.take(line, [...at, 'band'], text === 'a' ? bandOfA(value('op_class')) : '2.4GHz');
      break;
    case 'channel':
      draft.take(line, [...at, 'channel'], text === '0' ? 'auto' : text);
      break;
    case 'vht_oper_chwidth':
    case 'he_oper_chwidth':
      // 0 stands for 20 or 40 MHz, of which the HT capabilities tell (hostapd.conf).
      draft.take(
        line,
        [...at, 'width'],
        text === '1' ? '80' : text === '2' ? '160' : value('ht_capab')?.includes('HT40') ? '40' : '20',
      );
      break;
    case 'wpa_key_mgmt':
      draft.take(
        line,
        [...at, 'security'],
        text.includes('SAE') ? (text.includes('WPA-PSK') ? 'wpa2-wpa3' : 'wpa3') : 'wpa2',
      );
      break;
    default:
      if (/passw|passphrase|secret|psk|pin$|wep|^bss$/.test(key))
        draft.notTaken(line, {
          en: 'The access points of a spec have one network and one passphrase each, and no other secrets.',
          ja: 'スペックのアクセスポイントは、それぞれ 1 つのネットワークと 1 つのパスフレーズを持ちます。それ以外のシークレットは扱いません。',
        });
      else if (OWN.test(key) || OWNED_OPTIONS.has(key)) draft.notNeeded(line, BY_ITSELF);
      else draft.take(line, [...at, 'options', key], text);
  }
}

/** 5 and 6 GHz have the same mode; the global operating classes 131 to 137 are those of 6 GHz (IEEE 802.11 annex E). */
function bandOfA(operatingClass: string | undefined): string {
  const number = Number(operatingClass);
  return number >= 131 && number <= 137 ? '6GHz' : '5GHz';
}

/** The name in `ssid2`: in quotes, or the bytes in hexadecimal (hostapd.conf). */
function ssidOf(text: string): string {
  const quoted = /^P?"(.*)"$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  const bytes = (text.match(/[0-9a-f]{2}/gi) ?? []).map((byte) => Number.parseInt(byte, 16));
  return new TextDecoder().decode(new Uint8Array(bytes));
}
