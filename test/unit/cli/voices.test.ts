import { expect, test } from 'vitest';
import { voices } from '../../../server/src/cli/voices.ts';

function terminal(signal?: AbortSignal) {
  const seen: string[] = [];
  const questions: ((answer: string) => void)[] = [];
  const voice = voices(
    {
      out: (text) => void seen.push(`out ${text}`),
      err: (text) => void seen.push(`err ${text}`),
      locale: 'en',
      env: {},
      interactive: true,
      ask: (question) => {
        seen.push(`ask ${question}`);
        return new Promise((resolve) => questions.push(resolve));
      },
    },
    signal,
  );
  return { seen, questions, a: voice('a'), b: voice('b') };
}

test('every line bears the name of who says it', () => {
  const { seen, a, b } = terminal();
  a.out('one\n\ntwo\n');
  b.err('three\nfour');
  expect(seen).toEqual(['out [a] one\n[a] \n[a] two\n', 'err [b] three\n[b] four']);
});

test('one question at a time, and nothing is printed into it', async () => {
  const { seen, questions, a, b } = terminal();
  const first = a.ask('keep? ');
  const second = b.ask('keep? ');
  await Promise.resolve();
  b.err('meanwhile\n');
  expect(seen).toEqual(['ask [a] keep? ']);
  questions[0]?.('yes');
  expect(await first).toBe('yes');
  await Promise.resolve();
  expect(seen.slice(1)).toEqual(['err [b] meanwhile\n', 'ask [b] keep? ']);
  questions[1]?.('no');
  expect(await second).toBe('no');
});

test('after an interrupt nobody is asked any more', async () => {
  const interrupt = new AbortController();
  const { seen, questions, a, b } = terminal(interrupt.signal);
  const first = a.ask('keep? ');
  const second = b.ask('keep? ');
  await Promise.resolve();
  interrupt.abort();
  questions[0]?.('no');
  expect([await first, await second]).toEqual(['no', undefined]);
  expect(seen).toEqual(['ask [a] keep? ']);
});
