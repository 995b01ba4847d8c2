import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, settingsOf } from '../../../server/src/lsp/settings.ts';

const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
) as {
  contributes: { configuration: { properties: Record<string, { default: unknown }> } };
};

/** Puts `a.b: x` as `{ a: { b: x } }`, which is how a client sends it. */
function nested(flat: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flat)) {
    const steps = key.split('.');
    let at = result;
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[steps.at(-1) ?? ''] = value;
  }
  return result;
}

describe('settings', () => {
  test('are by default what the manifest says', () => {
    const defaults = Object.entries(manifest.contributes.configuration.properties).map(
      ([key, property]) => [key.replace('routerSpec.', ''), property.default] as const,
    );
    expect(settingsOf(nested(Object.fromEntries(defaults)))).toEqual(DEFAULT_SETTINGS);
  });

  test.each([undefined, null, 3, 'x', [], { inlayHints: 3, severities: [], codeLens: 'no' }])(
    'of the wrong form (%j) keep their defaults',
    (value) => {
      expect(settingsOf(value)).toEqual(DEFAULT_SETTINGS);
    },
  );

  test('are taken one by one', () => {
    const settings = settingsOf({
      inlayHints: { mtu: false, tunnel: 'x' },
      severities: { a: 'off', b: 'loud' },
    });
    expect(settings.inlayHints).toEqual({ prefix: true, tunnel: true, mtu: false, defaults: true });
    expect(settings.severities).toEqual({ a: 'off' });
  });
});
