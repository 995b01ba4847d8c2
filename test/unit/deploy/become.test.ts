import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { RootDialog } from '../../../server/src/deploy/become.ts';

const LECTURE = `
We trust you have received the usual lecture from the local System
Administrator. It usually boils down to these three things:

    #1) Respect the privacy of others.
    #2) Think before you type.
    #3) With great power comes great responsibility.

For security reasons, the password you type will not be visible.

`;
const UNRESOLVED = 'sudo: unable to resolve host borealis: Temporary failure in name resolution\n';

/** What is answered to texts that come one after the other, each cut into pieces at these places. */
function answers(said: readonly string[], cuts: readonly number[]): { answered: string; dialog: RootDialog } {
  const dialog = new RootDialog('open: sesame', 'ARCHIVE');
  const stdin = new PassThrough();
  for (const text of said) {
    const ends = [...new Set([...cuts.map((cut) => cut % text.length), text.length])].sort((a, b) => a - b);
    ends.forEach((end, index) => dialog.hear(Buffer.from(text.slice(ends[index - 1] ?? 0, end)), stdin));
  }
  return { answered: String(stdin.read() ?? ''), dialog };
}

/** For any cuts: a pty gives what is written to it in whatever pieces it likes. */
function always(said: readonly string[], answered: string, state: RootDialog['state']): void {
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { maxLength: 40 }), (cuts) => {
      const { answered: found, dialog } = answers(said, cuts);
      expect([found, dialog.state]).toEqual([answered, state]);
    }),
  );
}

test.each([
  ['doas', ['\rdoas (admin@borealis) password: ', '\n', '@rs root\n', '@rs begin 1\n']],
  ['sudo', ['password: ', '\n', '@rs root\n']],
  ['sudo by PAM, on a terminal that is not raw', ['[sudo] password for admin: ', '\r\n', '@rs root\r\n']],
  ['sudo for the first time', [LECTURE, 'password: ', '\n@rs root\n']],
  ['sudo of a router that does not know its own name', [UNRESOLVED, 'password: ', '\n', '@rs root\n']],
  ['sudo-rs', ['[sudo: password: ] Password: ', '\n', '@rs root\n']],
])('%s is given the password once, and then the archive', (_, said) => {
  // Cut behind the first colon, the question of sudo-rs is answered there, which it takes.
  always(said, 'open: sesame\nARCHIVE', 'root');
});

test.each([
  ['sudo', ['password: ', '\n', 'Sorry, try again.\n', 'password: ']],
  [
    'sudo of a router that does not know its own name',
    [UNRESOLVED, 'password: ', '\nSorry, try again.\n', 'password: '],
  ],
])('%s asks again, which is not answered', (_, said) => {
  always(said, 'open: sesame\n', 'refused');
});

test('a user who may not become root is asked for nothing more', () => {
  const { dialog } = answers([UNRESOLVED, 'admin is not in the sudoers file.\n'], []);
  expect([dialog.wasAsked, dialog.failedWith(1)]).toEqual([false, true]);
});
