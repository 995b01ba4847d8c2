import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { routerSchema } from '../../../server/src/core/spec/schema/index.ts';
import type { Fields, Schema } from '../../../server/src/core/spec/schema-types.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const FIXTURES = path.join(ROOT, 'test/fixtures/grammar');
const OUT = path.join(ROOT, 'test-results/grammar');

/** Runs annotated files through the engine that VS Code has, with the grammars as the manifest names them. */
async function judge(file: string, ...grammars: string[]): Promise<string> {
  const tool = path.join(ROOT, 'node_modules/vscode-tmgrammar-test/dist/unit.js');
  const options = grammars.flatMap((grammar) => ['-g', grammar]);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [tool, ...options, file], { cwd: ROOT });
    return stdout;
  } catch (error) {
    return `FAILED ${(error as { stdout: string }).stdout}${(error as { stderr: string }).stderr}`;
  }
}

/** Every value of a closed list that the schema has. */
function closedValues(schema: Schema): string[] {
  switch (schema.kind) {
    case 'scalar':
      return schema.type === 'choice' ? (schema.values ?? []).map(({ value }) => value) : [];
    case 'object':
      return valuesOf(schema.fields);
    case 'list':
    case 'map':
      return closedValues(schema.item);
    case 'either':
      return [...closedValues(schema.scalar), ...closedValues(schema.object)];
  }
}
function valuesOf(fields: Fields): string[] {
  return Object.values(fields).flatMap(({ schema }) => closedValues(schema));
}

describe('the grammars', { timeout: 30_000 }, () => {
  test.each(readdirSync(FIXTURES).filter((name) => name.includes('.test.')))('%s', async (name) => {
    expect(await judge(path.join(FIXTURES, name))).not.toContain('FAILED');
  });

  test('know every closed value of the schema', async () => {
    const lines = [...new Set(valuesOf(routerSchema.fields))].map((value) => {
      const scope = /^\d+$/.test(value)
        ? 'constant.numeric.integer.decimal.yaml'
        : ['default', 'off'].includes(value)
          ? 'constant.language.router-spec'
          : 'support.constant.router-spec';
      return `long-enough-key: ${value}\n#                ${'^'.repeat(value.length)} ${scope}`;
    });
    expect(lines.length).toBeGreaterThan(30);
    mkdirSync(OUT, { recursive: true });
    const file = path.join(OUT, 'values.test.yaml');
    writeFileSync(file, `# SYNTAX TEST "source.router-spec" "values"\n${lines.join('\n')}\n`);
    expect(await judge(file)).not.toContain('FAILED');
  });

  test('colour specs and rules inside of Markdown', async () => {
    mkdirSync(OUT, { recursive: true });
    // A Markdown grammar that knows nothing: only what is injected into it can colour anything.
    const markdown = path.join(OUT, 'markdown.tmLanguage.json');
    writeFileSync(markdown, JSON.stringify({ scopeName: 'text.html.markdown', patterns: [] }));
    const file = path.join(OUT, 'fences.test.md');
    const text = [
      '% SYNTAX TEST "text.html.markdown" "fences"',
      'tunnel: text',
      '% <----- - entity.name.tag.yaml',
      '```router-spec',
      '  tunnel: 240b:10::/31',
      '% ^^^^^^ meta.embedded.block.router-spec entity.name.tag.yaml',
      '%         ^^^^^^^^ constant.numeric.address.ipv6.router-spec',
      '```',
      '```nftables',
      '  policy drop',
      '%        ^^^^ meta.embedded.block.nftables keyword.control.verdict.nftables',
      '```',
      'tunnel: text',
      '% <----- - entity.name.tag.yaml',
    ];
    writeFileSync(file, `${text.join('\n')}\n`);
    expect(await judge(file, markdown)).not.toContain('FAILED');
  });

  test('a wrong expectation is noticed', async () => {
    mkdirSync(OUT, { recursive: true });
    const file = path.join(OUT, 'wrong.test.yaml');
    writeFileSync(
      file,
      '# SYNTAX TEST "source.router-spec" "wrong"\nversion: 1\n#        ^ entity.name.tag.yaml\n',
    );
    expect(await judge(file)).toContain('FAILED');
  });

  test('are valid and named in the manifest', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      contributes: { grammars: { scopeName: string; path: string }[] };
    };
    for (const { scopeName, path: file } of manifest.contributes.grammars) {
      const grammar = JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as { scopeName: string };
      expect(grammar.scopeName).toBe(scopeName);
    }
  });
});
