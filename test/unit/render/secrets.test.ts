import { describe, expect, test } from 'vitest';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import { fillSecrets, secretNamesOf, secretUsesOf } from '../../../server/src/core/render/secrets.ts';
import { caseOf, routerOf } from './cases.ts';

const HEX = 'a0'.repeat(32);

function filled(name: string, values: Record<string, string>): string | undefined {
  const result = fillSecrets(renderRouter(routerOf(caseOf(name).text)), new Map(Object.entries(values)));
  return result.ok ? result.value.map(contentOf).join('') : undefined;
}

function refusal(name: string, values: Record<string, string>) {
  const result = fillSecrets(renderRouter(routerOf(caseOf(name).text)), (secret) => values[secret]);
  return result.ok ? undefined : result.reason;
}

describe('which secrets a router needs', () => {
  test('each with its places', () => {
    const files = renderRouter(routerOf(caseOf('wifi').text));
    expect(secretNamesOf(files)).toEqual(['wifi-24', 'wifi-6']);
    expect(secretUsesOf(files)).toEqual([
      { name: 'wifi-24', path: '/etc/hostapd/wlan0.conf', place: { kind: 'wifi', ssid: '波', sae: true } },
      {
        name: 'wifi-6',
        path: '/etc/hostapd/wlan2.conf',
        place: { kind: 'wifi', ssid: 'six $(id)', sae: true },
      },
    ]);
  });

  test('none where the spec has none', () => {
    expect(secretNamesOf(renderRouter(routerOf(caseOf('ocn').text)))).toEqual([]);
  });
});

describe('filling them in', () => {
  test('a passphrase stands as it is, whatever characters it has', () => {
    for (const value of ['8 chars!', 'it\'s $& $1 #\\"', 'x'.repeat(63)]) {
      expect(filled('reference', { wifi: value })).toContain(`\nwpa_passphrase=${value}\n`);
    }
  });

  test('a key of 64 digits becomes the key itself', () => {
    const content = filled('reference', { wifi: HEX });
    expect(content).toContain(`\nwpa_psk=${HEX}\n`);
    expect(content).not.toContain('wpa_passphrase');
  });

  test('WPA3 needs the phrase, not a key', () => {
    expect(refusal('wifi', { 'wifi-24': HEX, 'wifi-6': 'long enough' })?.en).toMatch(
      /WPA3 needs the passphrase/,
    );
  });

  test.each(['short', 'x'.repeat(65), 'with\nline feed', 'かなかなかなかな', 'tab\tinside', ''])(
    'refuses %j without repeating it',
    (value) => {
      const reason = refusal('reference', { wifi: value });
      expect(reason?.en).toMatch(/“wifi”/);
      expect(reason?.ja).toMatch(/「wifi」/);
      if (value !== '') expect(JSON.stringify(reason)).not.toContain(JSON.stringify(value).slice(1, -1));
    },
  );

  test('a credential is quoted for curl', () => {
    const content = filled('ipip-fixed', { 'update.kotei': 'a"b\\c $& d' });
    expect(content).toContain('\ndata-urlencode = "pass=a\\"b\\\\c $& d"\n');
  });

  test('a missing value is named', () => {
    expect(refusal('reference', {})?.en).toBe('There is no value for the secret “wifi”.');
  });

  test('no placeholder is left, and nothing else has changed', () => {
    const before = renderRouter(routerOf(caseOf('reference').text))
      .map(contentOf)
      .join('');
    const after = filled('reference', { wifi: 'correct horse' });
    expect(after).toBe(before.replace('${secret:wifi}', 'correct horse'));
  });

  test('what only looks like a placeholder stays a text', () => {
    const text = caseOf('reference').text.replace('${secret:wifi}', '"not ${secret:wifi} at all"');
    const files = renderRouter(routerOf(text));
    expect(secretNamesOf(files)).toEqual([]);
    expect(files.map(contentOf).join('')).toContain('\nwpa_passphrase=not ${secret:wifi} at all\n');
  });
});
