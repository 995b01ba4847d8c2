import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CodeLens,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Position,
} from 'vscode-languageserver-types';
import type { ComputedValues } from '../../server/src/service/computed-values.ts';
import { FIXTURES, edited, fixture, lineAt } from './support/markers.ts';
import { TestSession } from './support/session.ts';

// What the server answers about whole specs, held in golden files beside them; `vitest -u` rewrites those.

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };
const specs = readdirSync(FIXTURES).filter((name) => name.endsWith('.router.yaml'));

const golden = (name: string, what: string): string =>
  path.join(FIXTURES, 'golden', `${name.replace('.router.yaml', '')}.${what}`);

function at({ line, character }: Position): string {
  return `${line + 1}:${character + 1}`;
}

describe.each(['en', 'ja'])('in %s', (locale) => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start({ locale });
  });
  afterAll(() => session.close());

  test.each(specs)('computed values of %s', async (name) => {
    const uri = await session.open(fixture(name).text);
    const { values, missing = 'nothing is missing' } = await session.client.sendRequest<ComputedValues>(
      'routerSpec/computedValues',
      { uri },
    );
    const lines = [missing, ...values.map((each) => `${each.name}: ${each.value.replace(/\s+/g, ' ')}`)];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(name, `computed.${locale}.txt`));
  });

  test.each(specs)('hovers of %s', async (name) => {
    const { text, positions } = fixture(name);
    const uri = await session.open(text);
    const answers: string[] = [];
    for (const position of positions) {
      const hover = await session.ask<Hover | null>('textDocument/hover', uri, { position });
      const contents = hover?.contents as { value: string } | undefined;
      const range = hover?.range === undefined ? '' : ` (${at(hover.range.start)} to ${at(hover.range.end)})`;
      answers.push(`# \`${lineAt(text, position)}\`${range}\n\n${contents?.value ?? '(nothing)'}\n`);
    }
    await expect(answers.join('\n\n')).toMatchFileSnapshot(golden(name, `hover.${locale}.md`));
  });

  test.each(specs)('lenses and hints of %s', async (name) => {
    const { text } = fixture(name);
    const uri = await session.open(text);
    const lenses = await session.ask<CodeLens[]>('textDocument/codeLens', uri);
    const hints = await session.ask<InlayHint[]>('textDocument/inlayHint', uri, { range: WHOLE });
    const lines = [
      ...lenses.map(({ range, command }) => {
        const [argument] = (command?.arguments ?? []) as [{ uri: string; value?: string }];
        expect(argument.uri).toBe(uri);
        return `${at(range.start)} [${command?.title ?? ''}] ${command?.command ?? ''} ${argument.value ?? ''}`.trim();
      }),
      '',
      ...hints.map((hint) => {
        const label =
          typeof hint.label === 'string' ? hint.label : hint.label.map(({ value }) => value).join('|');
        return `${at(hint.position)} ${label}`;
      }),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(name, `lenses.${locale}.txt`));
  });

  test.each(specs)('what a double click on the hints of %s writes is what they say', async (name) => {
    const { text } = fixture(name);
    const hintsOf = async (spec: string): Promise<InlayHint[]> =>
      session.ask('textDocument/inlayHint', await session.open(spec), { range: WHOLE });
    for (const hint of await hintsOf(text)) {
      if (hint.textEdits === undefined) continue;
      const after = edited(text, hint.textEdits);
      expect(after).not.toBe(text);
      // The hint is gone, and nothing else has changed: the value is the one that was in force.
      const left = (await hintsOf(after)).map(({ label }) => JSON.stringify(label));
      expect(left).not.toContain(JSON.stringify(hint.label));
    }
  });
});

describe('outline', () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start();
  });
  afterAll(() => session.close());

  test.each(specs)('symbols and folds of %s', async (name) => {
    const uri = await session.open(fixture(name).text);
    const symbols = await session.ask<DocumentSymbol[]>('textDocument/documentSymbol', uri);
    const folds = await session.ask<FoldingRange[]>('textDocument/foldingRange', uri);
    const tree = (all: readonly DocumentSymbol[], depth: number): string[] =>
      all.flatMap((each) => [
        `${'  '.repeat(depth)}${each.name}${each.detail === undefined ? '' : ` = ${each.detail}`} (${at(each.range.start)} to ${at(each.range.end)})`,
        ...tree(each.children ?? [], depth + 1),
      ]);
    const text = [
      ...tree(symbols, 0),
      '',
      ...folds.map((fold) => `${fold.startLine + 1}-${fold.endLine + 1}`),
    ];
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(golden(name, 'outline.txt'));
  });
});
