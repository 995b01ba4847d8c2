import type { Ask, Io } from './command.ts';

/**
 * Several speakers on one terminal: every line begins with the speaker's name, questions are asked one after the other,
 * and while one is open the others are held back, so that nothing is printed into the middle of an answer. A question
 * whose turn comes after `signal` is aborted is not asked any more.
 */
export function voices(io: Io, signal?: AbortSignal): (name: string) => Io {
  let turn: Promise<unknown> = Promise.resolve();
  let open = false;
  const held: (() => void)[] = [];
  const speak = (print: () => void): void => {
    if (open) held.push(print);
    else print();
  };
  const question: Ask = async (text, options) => {
    if (signal?.aborted === true) return undefined;
    open = true;
    try {
      return await io.ask(text, options);
    } finally {
      open = false;
      for (const print of held.splice(0)) print();
    }
  };
  return (name) => ({
    ...io,
    out: (text) => speak(() => io.out(marked(name, text))),
    err: (text) => speak(() => io.err(marked(name, text))),
    ask: (text, options) => {
      const answer = turn.then(() => question(marked(name, text), options));
      turn = answer.catch(() => undefined);
      return answer;
    },
  });
}

function marked(name: string, text: string): string {
  return text.replace(/^(?=[^])/gm, `[${name}] `);
}
