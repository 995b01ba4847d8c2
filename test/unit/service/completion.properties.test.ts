import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { analyze } from '../../../server/src/core/analysis.ts';
import { routerSchema } from '../../../server/src/core/spec/schema/index.ts';
import type { Fields, Schema } from '../../../server/src/core/spec/schema-types.ts';
import { completions } from '../../../server/src/service/completion.ts';
import { valueOf } from '../../../server/src/service/completion-insert.ts';
import { completionPlace } from '../../../server/src/service/completion-place.ts';
import { DocumentState } from '../../../server/src/service/document-state.ts';
import { LineIndex } from '../../../server/src/core/spec/line-index.ts';
import { expanded } from '../../protocol/support/expect.ts';
import { edited } from '../../protocol/support/markers.ts';

const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../../examples/router.yaml'), 'utf8');
const options = { locale: 'en', snippets: true } as const;

/** What a text says that is about its form, and not about what is missing or unwise. */
function formProblems(text: string): string[] {
  return analyze(text)
    .document.problems.filter(({ code }) => code !== 'spec/missing-key' && code !== 'spec/missing-value')
    .map(({ code, message }) => `${code}: ${message.en}`);
}

function insert(text: string, item: CompletionItem, indent: string): string {
  const edit = item.textEdit as TextEdit;
  const newText =
    item.insertTextFormat === 2 ? expanded(edit.newText).replaceAll('\n', `\n${indent}`) : edit.newText;
  return edited(text, [{ ...edit, newText }]);
}

interface Block {
  readonly name: string;
  readonly fields: Fields;
  /** A text in whose last line a key of the block is to be written. */
  readonly text: string;
}

/** Every block that a spec can have, with the lines that lead to it. */
function blocks(fields: Fields, name: string, lines: readonly string[], indent: string): Block[] {
  const below = Object.entries(fields).flatMap(([key, field]): Block[] => {
    const deeper = (schema: Schema, dash: boolean): Block[] => {
      if (schema.kind === 'list') return deeper(schema.item, true);
      const object = schema.kind === 'either' ? schema.object : schema;
      if (object.kind !== 'object') return [];
      const head = [...lines, `${indent}${key}:`];
      const inner = `${indent}  `;
      return dash
        ? blocks(object.fields, `${name}.${key}[]`, [...head, `${inner}- `], `${inner}  `)
        : blocks(object.fields, `${name}.${key}`, head, inner);
    };
    return deeper(field.schema, false);
  });
  const last = lines.at(-1) ?? '';
  const text = last.endsWith('- ') ? lines.join('\n') : [...lines, indent].join('\n');
  return [{ name, fields, text }, ...below];
}

describe('completion', () => {
  test.each(blocks(routerSchema.fields, 'spec', [], '').map((block) => [block.name, block] as const))(
    'offers every key of %s, and what it inserts is well formed',
    (_, { fields, text }) => {
      const lines = new LineIndex(text);
      const items = completions(
        new DocumentState('file:///a', 1, text),
        lines.positionAt(text.length),
        options,
      );
      expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(Object.keys(fields)));
      const column = lines.positionAt(text.length).character;
      for (const item of items) {
        if (!Object.hasOwn(fields, item.label)) continue;
        // The lines below a key behind a dash stand under the key; an editor takes the blanks of the line's beginning.
        const indent = ' '.repeat(text.endsWith('- ') ? column - 2 : column);
        expect(formProblems(insert(text, item, indent)), `${text}<|> ${item.label}`).toEqual([]);
      }
    },
  );

  test('finds a place, or none, wherever the cursor is and whatever the text', () => {
    const lines = fc.array(
      fc.oneof(
        fc.constantFrom(...EXAMPLE.split('\n')),
        fc.string({ unit: fc.constantFrom(...' \t-:{}[]"\'#,abé&*|'.split('')), maxLength: 30 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, fc.nat(400), (some, at) => {
        const text = some.join('\n');
        const index = new LineIndex(text);
        const cursor = index.positionAt(Math.min(at, text.length));
        const place = completionPlace(index, cursor);
        if (place === undefined) return;
        // An editor takes only an edit that is on the line of the cursor and holds it.
        expect(index.positionAt(place.replace.start).line).toBe(cursor.line);
        expect(index.positionAt(place.replace.end).line).toBe(cursor.line);
        expect(place.replace.start).toBeLessThanOrEqual(index.offsetAt(cursor));
        expect(place.replace.end).toBeGreaterThanOrEqual(index.offsetAt(cursor));
      }),
      { numRuns: 2000 },
    );
  });

  test('agrees with the parser about where every key of a spec stands', () => {
    const { document } = analyze(EXAMPLE);
    for (const entry of document.entries) {
      if (entry.key === undefined || entry.aliased) continue;
      const place = completionPlace(document.lines, document.lines.positionAt(entry.key.start + 1));
      expect(place?.path, entry.path.join('.')).toEqual(entry.path.slice(0, -1));
      expect(place?.replace).toEqual(entry.key);
    }
  });

  test('every value that is offered for a scalar of a spec reads as it, wherever it stands', () => {
    const text = EXAMPLE;
    const { document } = analyze(text);
    let tried = 0;
    for (const entry of document.entries) {
      if (entry.schema?.kind !== 'scalar' || entry.aliased || entry.quote === undefined) continue;
      const quote = entry.quote === "'" || entry.quote === '"' ? 1 : 0;
      const cursor = document.lines.positionAt(entry.value.end - quote);
      for (const item of completions(new DocumentState('file:///a', 1, text), cursor, options)) {
        const after = insert(text, item, '');
        expect(formProblems(after), `${entry.path.join('.')}: ${item.label}`).toEqual([]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(100);
  });

  test('answers wherever a spec is cut off, by edits on the line of the cursor', () => {
    fc.assert(
      fc.property(fc.nat(EXAMPLE.length), fc.nat(60), (at, taken) => {
        const text = EXAMPLE.slice(0, at) + EXAMPLE.slice(at + taken);
        const index = new LineIndex(text);
        const cursor = index.positionAt(at);
        for (const item of completions(new DocumentState('file:///a', 1, text), cursor, options)) {
          const { range } = item.textEdit as TextEdit;
          expect([range.start.line, range.end.line]).toEqual([cursor.line, cursor.line]);
          expect(range.start.character).toBeLessThanOrEqual(cursor.character);
          expect(range.end.character).toBeGreaterThanOrEqual(cursor.character);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('what a client without snippets is given is what the snippet leaves', () => {
    for (const snippet of [
      'a: ${1|x,y|}',
      'b: ${1:z}',
      'c: \\${secret:x\\}',
      'd:\n  ${1:\\${secret:x\\}}',
      'e$1',
      'f: ${1|a\\,b,c|}',
    ])
      expect(valueOf(snippet)).toBe(expanded(snippet));
  });
});
