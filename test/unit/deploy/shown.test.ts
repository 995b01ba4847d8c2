import { describe, expect, test } from 'vitest';
import { shown } from '../../../server/src/deploy/redact.ts';

describe('what is no text', () => {
  test('is told by its size and the beginning of what sha256sum says of it', () => {
    expect(shown(Buffer.from([0, 255]), [])).toEqual({
      en: '(not UTF-8 text: 2 bytes, SHA-256 06eb7d6a69ee…)\n',
      ja: '（UTF-8 のテキストではありません: 2 バイト、SHA-256 06eb7d6a69ee…）\n',
    });
  });

  test('differs from other content of the same size', () => {
    const [one, other] = [Buffer.from([0, 255]), Buffer.from([255, 0])].map((each) => shown(each, []));
    expect(one?.en).not.toBe(other?.en);
    expect(one?.ja).not.toBe(other?.ja);
  });
});

test.each([
  ['wpa_passphrase=an old passphrase', 'wpa_passphrase=••••'],
  ['wep_key0="an old key"', 'wep_key0=••••"'],
  ['auth_server_shared_secret=an old secret', 'auth_server_shared_secret=••••'],
  ['iface wlan0 inet dhcp\n\twpa-psk an old key\n', 'iface wlan0 inet dhcp\n\twpa-psk ••••\n'],
  ['data-urlencode = "pass=an old password"', 'data-urlencode = "pass=••••"'],
  ['wpa_key_mgmt=WPA-PSK\n# password here\n', 'wpa_key_mgmt=WPA-PSK\n# password here\n'],
])('a key that somebody else wrote is masked: %j', (content, masked) => {
  expect(shown(content, [])).toEqual({ en: masked, ja: masked });
});
