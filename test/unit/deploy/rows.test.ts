// Rows of the fault matrix that are decided before anything is sent.
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { requestOf } from '../../../server/src/deploy/spec-request.ts';
import { caseOf } from '../render/cases.ts';

const { text } = caseOf('reference');
const codes = (spec: string) =>
  analyze(spec)
    .problems()
    .map(({ code }) => code);

/** What would be sent to the router, or the code of the refusal. */
const sent = (spec: string) =>
  requestOf(analyze(spec), () => Promise.resolve('correct horse battery'), undefined).then(
    ({ request }) => request.files,
    (error: unknown) => (error as { code?: string }).code,
  );

describe('row 30: the access point listens for radar before anybody can confirm over it', () => {
  const radar = (window: string) =>
    text.replace(/channel: \d+/g, 'channel: 100').replace(/window: \S+/, `window: ${window}`);

  test('a window that is over by then is told of', () => {
    expect(radar('30s')).toMatch(/channel: 100[^]*window: 30s/);
    expect(codes(radar('30s'))).toContain('deploy/window-short');
  });

  test('the window that holds by default is long enough', () => {
    expect(codes(radar('120s'))).not.toContain('deploy/window-short');
  });
});

describe('row 46: texts as other machines write them', () => {
  test('line ends of Windows and a byte order mark change nothing of what is sent', async () => {
    const plain = await sent(text);
    expect(plain).toBeInstanceOf(Array);
    expect(await sent(text.replaceAll('\n', '\r\n'))).toEqual(plain);
    expect(await sent(`\ufeff${text}`)).toEqual(plain);
  });

  test.each([
    ['NUL in a value', text.replace(/^hostname: .*$/m, 'hostname: "bor\\0ealis"')],
    ['NUL as it is', text.replace(/^hostname: .*$/m, 'hostname: bor\0ealis')],
    ['10 MB', `${text}# ${'x'.repeat(10_000_000)}\n`],
  ])('%s is refused', async (_, spec) => {
    expect(spec).not.toBe(text);
    expect(await sent(spec)).toBe('spec-errors');
  });
});
