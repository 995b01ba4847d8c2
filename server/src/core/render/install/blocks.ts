import type { Path } from '../../problem.ts';
import type { Locale, Text } from '../../text.ts';
import { say } from '../../text.ts';
import type { LineWriter } from '../rendered-file.ts';

/** A part of the guide: a heading, a paragraph, or commands to be typed, with the values of the spec that stand in it. */
export type Block =
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'text'; readonly text: Text; readonly from: readonly Path[] }
  | { readonly kind: 'commands'; readonly lines: readonly Command[] };

export interface Command {
  readonly text: string;
  readonly from: readonly Path[];
}

export function heading(en: string, ja: string): Block {
  return { kind: 'heading', text: { en, ja } };
}

export function paragraph(en: string, ja: string, ...from: Path[]): Block {
  return { kind: 'text', text: { en, ja }, from };
}

export function commands(...lines: (string | Command)[]): Block {
  return {
    kind: 'commands',
    lines: lines.map((line) => (typeof line === 'string' ? { text: line, from: [] } : line)),
  };
}

export function command(text: string, ...from: Path[]): Command {
  return { text, from };
}

/** Writes blocks as Markdown in one language, headings numbered. */
export function addBlocks(lines: LineWriter, blocks: readonly Block[], locale: Locale): void {
  let number = 0;
  for (const block of blocks) {
    lines.add('');
    switch (block.kind) {
      case 'heading':
        number += 1;
        lines.add(`## ${number}. ${say(block.text, locale)}`);
        break;
      case 'text':
        lines.add(say(block.text, locale), ...block.from);
        break;
      case 'commands':
        lines.add('```sh');
        for (const { text, from } of block.lines) lines.add(text, ...from);
        lines.add('```');
    }
  }
}
