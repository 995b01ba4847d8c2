import fs from 'node:fs';
import path from 'node:path';

/** The repository. */
export const root = process.env.ROUTER_SPEC_ROOT ?? process.cwd();

/** Where the specs come from that the windows show. */
export const FOLDERS = ['examples', 'test/vscode/workspace'].map((folder) => path.join(root, folder));

/** What stands in a spec that the windows have. */
export function specText(name: string): string {
  const file = FOLDERS.map((folder) => path.join(folder, name)).find((each) => fs.existsSync(each));
  if (file === undefined) throw new Error(`There is no ${name}.`);
  return fs.readFileSync(file, 'utf8');
}

/** Line and column, counted from one, of a text in a spec that the tests open. */
export function placeOf(name: string, text: string): [line: number, column: number] {
  const lines = specText(name).split('\n');
  // Comments come before what they explain.
  const line = lines.findLastIndex((each) => each.includes(text));
  return [line + 1, (lines[line]?.indexOf(text) ?? 0) + 1];
}
