import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { importRouter } from '../../../server/src/core/import/index.ts';
import type { Imported, InputFile } from '../../../server/src/core/import/index.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/import');
const SECRETS = ['SECURE_PASSPHRASE_HERE', 'correct horse battery', 'staple staple', 'pppoe secret'];

/** The input files of a fixture: those in its folders; beside them lie the golden files. */
function inputsOf(name: string): InputFile[] {
  const root = path.join(FIXTURES, name);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== root)
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return { path: path.relative(root, file), text: readFileSync(file, 'utf8') };
    });
}

/** What the rules say about an imported spec, without what they only advise. */
const codesOf = (text: string): string[] =>
  analyze(text)
    .problems()
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code }) => code);

function report({ entries, files, text }: Imported): string {
  const lines = entries.map(({ file, line, state, became, why }) =>
    [`${file}:${line}`, state, became ?? '', why?.en ?? '', why?.ja ?? ''].join(' | ').trimEnd(),
  );
  return `${JSON.stringify({ files, lines, diagnostics: codesOf(text) }, null, 1)}\n`;
}

describe.each(readdirSync(FIXTURES))('%s', (name) => {
  const inputs = inputsOf(name);
  const imported = importRouter(inputs);

  test('gives its spec and its report', async () => {
    await expect(imported.text).toMatchFileSnapshot(path.join(FIXTURES, name, 'router.yaml'));
    await expect(report(imported)).toMatchFileSnapshot(path.join(FIXTURES, name, 'report.json'));
  });

  test('tells of every line that says something', () => {
    for (const { path: file, text } of inputs)
      text.split('\n').forEach((line, index) => {
        if (line.trim() === '' || line.trim().startsWith('#')) return;
        const about = imported.entries.filter((entry) => entry.file === file && entry.line === index + 1);
        expect(about, `${file}:${index + 1} ${line}`).not.toEqual([]);
      });
  });

  test('keeps secrets out of both', () => {
    for (const secret of SECRETS) expect(JSON.stringify(imported)).not.toContain(secret);
  });
});

test('the reference router is that of the example, but for what its author did by mistake or not at all', () => {
  const example = readFileSync(path.resolve(import.meta.dirname, '../../../examples/router.yaml'), 'utf8');
  const { text } = importRouter(inputsOf('by-hand'));
  const ours = analyze(text);
  const theirs = analyze(example);
  expect(ours.line).toMatchObject({
    method: theirs.line.method,
    ce: { ...theirs.line.ce },
    tunnelMtu: theirs.line.tunnelMtu,
  });
  const { spec } = ours.document;
  expect(spec.wan?.prefix).toEqual(theirs.document.spec.wan?.prefix);
  expect(spec.lan?.address).toEqual(theirs.document.spec.lan?.address);
  expect(spec.lan?.ports).toEqual(theirs.document.spec.lan?.ports);
  expect(spec.lan?.ipv6).toBe('bridge');
  expect(spec.lan?.dhcp?.range).toEqual(theirs.document.spec.lan?.dhcp?.range);
  expect(spec.wifi?.[0]).toMatchObject({
    ...theirs.document.spec.wifi?.[0],
    options: spec.wifi?.[0]?.options,
  });
  expect(spec.system?.lbu).toEqual(theirs.document.spec.system?.lbu);
  expect(spec.system?.supervisor).toBe('s6');
  // The router that the article builds tells its clients to ask it for names, and serves none.
  expect(codesOf(text)).toContain('dns/not-served');
});
