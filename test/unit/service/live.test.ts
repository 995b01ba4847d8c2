import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../server/src/service/code-lens.ts';
import { DocumentState } from '../../../server/src/service/document-state.ts';
import { specStatus } from '../../../server/src/service/spec-status.ts';
import { Measurements } from '../../../server/src/lsp/measurements.ts';
import { caseOf } from '../render/cases.ts';

const stateOf = (name: string): DocumentState =>
  new DocumentState('file:///router.yaml', 1, caseOf(name).text);

describe('ports in use', () => {
  const use = { total: { tcp: 12, udp: 30, icmp: 1 }, available: 240, ranges: [] };
  const measured = { use, time: new Date(2026, 10, 26, 15, 4) };
  const titles = (state: DocumentState, measurements: Measurements, locale: 'en' | 'ja' = 'en'): string =>
    codeLenses(state, { locale, measured: measurements.of(state), reachesRouters: true, runs: () => true })
      .map(({ command }) => command?.title)
      .join(' | ');

  test('stand in the lenses with the time, until they are hidden', () => {
    const [state, measurements] = [stateOf('reference'), new Measurements()];
    expect(titles(state, measurements)).not.toContain('In use');
    measurements.keep(state, measured);
    expect(titles(state, measurements)).toContain('In use at 15:04: TCP 12, UDP 30, ICMP 1 of 240 | Hide');
    expect(titles(state, measurements, 'ja')).toContain('15:04 時点の使用ポート: TCP 12、UDP 30、ICMP 1');
    measurements.forget(state);
    expect(titles(state, measurements)).not.toContain('In use');
  });

  test('are not said of a text that has changed', () => {
    const [state, measurements] = [stateOf('reference'), new Measurements()];
    measurements.keep(state, measured);
    const edited = new DocumentState(state.uri, 2, `${state.text}# edited\n`);
    expect(titles(edited, measurements)).not.toContain('In use');
  });
});

describe('the status of a spec', () => {
  const status = (state: DocumentState, locale: 'en' | 'ja' = 'en') =>
    specStatus(state, { locale, severities: {} });

  test('is its address, provider and ports', () => {
    expect(status(stateOf('reference'))).toEqual({
      text: '106.72.18.52',
      detail: 'v6plus · 15 ranges, 240 ports',
      errors: 0,
      warnings: 0,
    });
    expect(status(stateOf('transix')).text).toBe('192.0.0.2');
    expect(status(stateOf('reference'), 'ja').detail).toContain('v6プラス');
  });

  test('counts problems, also where there is no line yet', () => {
    const found = status(new DocumentState('file:///router.yaml', 1, 'version: 1\nwan: {}\n'));
    expect(found.text).toBe('no IPv4 address yet');
    expect(found.errors).toBeGreaterThan(0);
  });
});
