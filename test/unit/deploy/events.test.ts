import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineReader, parseEvent } from '../../../server/src/deploy/events.ts';
import { agentText } from '../../../server/src/deploy/agent.ts';
import { DeployError, failure, failureCodes } from '../../../server/src/deploy/failures.ts';
import { redact } from '../../../server/src/deploy/redact.ts';
import { connectionFailure, silentFailure } from '../../../server/src/deploy/ssh.ts';
import { stepText } from '../../../server/src/deploy/steps.ts';

describe('events', () => {
  test.each([
    ['@rs {"event":"end","state":"kept"}', { event: 'end', state: 'kept' }],
    ['Welcome to Alpine!@rs {"event":"step","step":"files"}', { event: 'step', step: 'files' }],
    ['@rs {"event":"x","n":1,"s":"y"}', { event: 'x', s: 'y' }],
    ['Welcome to Alpine!', undefined],
    ['@rs {"event":"en', undefined],
    ['@rs []', undefined],
    ['@rs null', undefined],
    ['@rs {"state":"kept"}', undefined],
    ['@rs {"event":1}', undefined],
    ['', undefined],
  ])('%s', (line, event) => {
    expect(parseEvent(line)).toEqual(event);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (line) => void parseEvent(`@rs ${line}`)));
  });

  test('lines come out whole, however the bytes come in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n]/g, ''))),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        (lines, sizes) => {
          const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
          const seen: string[] = [];
          const reader = new LineReader((line) => seen.push(line));
          for (let at = 0; at < bytes.length;) {
            const size = Number(sizes.next().value);
            reader.push(bytes.subarray(at, at + size));
            at += size;
          }
          reader.end();
          expect(seen).toEqual(lines);
        },
      ),
    );
  });
});

describe('what ssh says when it fails', () => {
  test.each([
    [
      '@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nHost key verification failed.',
      'host-key-changed',
    ],
    [
      'No ED25519 host key is known for router-spec-x and you have requested strict checking.\r\nHost key verification failed.',
      'host-key-unknown',
    ],
    ['root@192.0.2.1: Permission denied (publickey).', 'auth'],
    ['ssh: connect to host 192.0.2.1 port 22: No route to host', 'unreachable'],
    ['Timeout, server 192.0.2.1 not responding.', 'unreachable'],
    ['', 'unreachable'],
  ])('%j', (stderr, code) => {
    expect(connectionFailure(stderr).code).toBe(code);
  });

  test.each([
    [65, 'upload'],
    [73, 'space'],
    [77, 'not-root'],
    [127, 'no-answer'],
    [undefined, 'no-answer'],
  ])('exit status %s', (exit, code) => {
    expect(silentFailure({ exit, stdout: '', stderr: '' }).code).toBe(code);
  });
});

test('every text is in both languages', () => {
  for (const code of ['busy', 'changed', 'invalid', 'timeout', 'full', 'not-root', 'something-new']) {
    const { text } = new DeployError(failure(code, 'X'));
    expect(text.en).not.toBe('');
    expect(text.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
  }
  expect(stepText('files').ja).toMatch(/[ぁ-ん]/);
});

test('secrets are masked, the longer before the shorter', () => {
  expect(redact('psk=correct horse battery x=correct', ['correct', 'correct horse battery'])).toBe(
    'psk=•••• x=••••',
  );
  expect(redact('a b', ['a'])).toBe('a b');
});

test('whatever the agent gives as a reason has an explanation', () => {
  const agent = agentText().replace(/^ *#.*$/gm, '');
  const given = [...agent.matchAll(/\b(?:refuse|unsaved|decide)(?<!fact unsaved) ([a-z][a-z-]*)/g)].map(
    ([, code]) => code,
  );
  // A decision that is no failure, and an operation that only another version of this client could ask for.
  const reasons = new Set(given.filter((code) => code !== 'confirmed' && code !== 'operation'));
  expect(reasons.size).toBeGreaterThan(20);
  expect([...reasons].filter((code) => !failureCodes().includes(code ?? ''))).toEqual([]);
});
