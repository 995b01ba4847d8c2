import { expect } from 'vitest';
import type { CodeAction, CompletionItem, Range, TextEdit } from 'vscode-languageserver-types';
import { edited, marked } from './markers.ts';
import type { TestSession } from './session.ts';

/** The completions at the marker of a text, in the order in which an editor shows them. */
export async function completionsAt(session: TestSession, source: string): Promise<CompletionItem[]> {
  const { text, positions } = marked(source);
  const uri = await session.open(text);
  const items = await session.ask<CompletionItem[]>('textDocument/completion', uri, {
    position: positions[0],
  });
  return items.sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

export async function expectLabels(
  session: TestSession,
  source: string,
  labels: readonly string[],
): Promise<void> {
  expect((await completionsAt(session, source)).map(({ label }) => label)).toEqual(labels);
}

/** The text after the completion with a label was chosen; holes of snippets keep what they hold. */
export async function afterCompletion(session: TestSession, source: string, label: string): Promise<string> {
  const item = (await completionsAt(session, source)).find((each) => each.label === label);
  expect(item, label).toBeDefined();
  const edit = item?.textEdit as TextEdit;
  const { text, positions } = marked(source);
  // An editor demands that the range holds the cursor and lies on its line.
  const [cursor] = positions;
  expect(edit.range.start.line).toBe(cursor?.line);
  expect(edit.range.start.character).toBeLessThanOrEqual(cursor?.character ?? 0);
  expect(edit.range.end.character).toBeGreaterThanOrEqual(cursor?.character ?? 0);
  const indent = /^\s*/.exec(text.split('\n')[cursor?.line ?? 0] ?? '')?.[0] ?? '';
  const newText = expanded(edit.newText).replaceAll('\n', `\n${indent}`);
  return edited(text, [{ ...edit, newText: item?.insertTextFormat === 2 ? newText : edit.newText }]);
}

/** What a snippet leaves when all of its holes are left as they are. */
export function expanded(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:,(?:\\.|[^|\\])*)?\|\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([\\$},|])/g, '$1');
}

const WHOLE: Range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

/** The code actions for a range, by default for the whole text. */
export async function actionsFor(
  session: TestSession,
  text: string,
  { range = WHOLE, only }: { range?: Range; only?: string[] } = {},
): Promise<CodeAction[]> {
  const uri = await session.open(text);
  return session.ask('textDocument/codeAction', uri, { range, context: { diagnostics: [], only } });
}

/** The text after a code action with a title was applied. */
export async function afterAction(
  session: TestSession,
  text: string,
  title: RegExp,
  options: { range?: Range; only?: string[] } = {},
): Promise<string> {
  const actions = await actionsFor(session, text, options);
  const action = actions.find((each) => title.test(each.title));
  expect(action, actions.map((each) => each.title).join('; ')).toBeDefined();
  const [change] = action?.edit?.documentChanges ?? [];
  expect(change).toMatchObject({ textDocument: { version: 1 } });
  return edited(text, (change as { edits: TextEdit[] }).edits);
}
