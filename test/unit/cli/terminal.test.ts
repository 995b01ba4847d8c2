import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

// A real terminal: script(1) runs a command on one, and passes on what it is given on a pipe.

const QUESTION = 'The password of root: ';
const program = path.join(mkdtempSync(path.join(tmpdir(), 'router-spec-terminal-')), 'asks.mjs');

beforeAll(() =>
  build({
    stdin: {
      contents: `
        import { askAtTerminal } from './terminal.ts';
        process.on('SIGINT', () => console.log('interrupted'));
        const answer = await askAtTerminal(${JSON.stringify(QUESTION)}, { hidden: process.argv[2] === 'hidden' });
        console.log('answer', Buffer.from(answer ?? '-').toString('hex'));`,
      resolveDir: path.resolve(import.meta.dirname, '../../../server/src/cli'),
    },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  }),
);
afterAll(() => rmSync(path.dirname(program), { recursive: true }));

/** What is seen on the terminal by someone who types that once the question has been asked. */
function typing(keys: string, ...options: string[]): Promise<string> {
  const command = [process.execPath, program, ...options].map((word) => `'${word}'`).join(' ');
  const terminal = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm' },
  });
  return new Promise((resolve, reject) => {
    let seen = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      const asked = seen.includes(QUESTION);
      seen += chunk.toString();
      if (!asked && seen.includes(QUESTION)) terminal.stdin.write(keys);
    });
    terminal.on('error', reject);
    terminal.on('close', () => resolve(seen));
  });
}

const answered = (text: string): string => `answer ${Buffer.from(text).toString('hex')}`;

test('a password that is typed is not shown, nor is its length', async () => {
  expect(await typing('opem\u{7f}n sesame, 日本\r', 'hidden')).toBe(
    `${QUESTION}\r\n${answered('open sesame, 日本')}\r\n`,
  );
});

test('what is typed to any other question is shown', async () => {
  const seen = await typing('yes\r');
  expect(seen).toContain('yes');
  expect(seen).toContain(answered('yes'));
});

test.each(['', 'hidden'])('Ctrl+C is passed on, and no answer %s', async (hidden) => {
  const seen = await typing('half\u{3}', hidden);
  expect(seen).toContain('interrupted');
  expect(seen).toContain(answered('-'));
});

test('Ctrl+D is no answer', async () => {
  expect(await typing('\u{4}', 'hidden')).toContain(answered('-'));
});
