import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { Problem } from '../../../server/src/core/problem.ts';
import { applyEdits } from '../../../server/src/core/spec/edit.ts';

/**
 * Specs whose comments say what is found on each line: `# want: SEVERITY CODE (TEXT)`, where TEXT is what the problem
 * points to. Running the tests with `-u` writes the comments anew.
 */
const FIXTURES = fileURLToPath(new URL('../../fixtures/rules/', import.meta.url));
const GOOD = fileURLToPath(new URL('../../fixtures/rules/good/', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));

const WANT = / +# want: .*$/;

function yamlFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml'));
}

/** The text with a comment on each line that a problem points to. */
function marked(text: string): string {
  const { document, ...rest } = { document: analyze(text).document, problems: analyze(text).problems() };
  const byLine = new Map<number, string[]>();
  for (const problem of rest.problems) {
    const { line } = document.lines.positionAt(problem.span.start);
    byLine.set(line, [...(byLine.get(line) ?? []), describeProblem(problem, text)]);
  }
  return text
    .split('\n')
    .map((line, index) => {
      const wants = byLine.get(index);
      const plain = line.replace(WANT, '');
      return wants === undefined ? plain : `${plain} # want: ${wants.join(', ')}`;
    })
    .join('\n');
}

function describeProblem({ severity, code, span }: Problem, text: string): string {
  const [first = '', ...more] = text.slice(span.start, span.end).replace(WANT, '').split('\n');
  return `${severity} ${code} (${first}${more.length > 0 ? '…' : ''})`;
}

describe('what is found where', () => {
  it.each(yamlFiles(FIXTURES))('%s', async (name) => {
    await expect(marked(readFileSync(FIXTURES + name, 'utf8'))).toMatchFileSnapshot(FIXTURES + name);
  });
});

describe('fixes', () => {
  it.each(yamlFiles(FIXTURES))('clear what they are offered for in %s', (name) => {
    const text = readFileSync(FIXTURES + name, 'utf8');
    const before = analyze(text).problems();
    for (const { code, fixes = [] } of before) {
      for (const fix of fixes) {
        const after = analyze(applyEdits(text, fix.edits)).problems();
        const count = (problems: readonly Problem[]): number =>
          problems.filter((each) => each.code === code).length;
        expect(count(after), `${code}: ${fix.title.en}`).toBeLessThan(count(before));
        expect(
          after.filter((each) => /^(?:yaml|spec)\//.test(each.code)).length,
          `${code}: ${fix.title.en}`,
        ).toBeLessThanOrEqual(before.filter((each) => /^(?:yaml|spec)\//.test(each.code)).length);
      }
    }
  });
});

describe('silence', () => {
  it.each(yamlFiles(GOOD))('about %s', (name) => {
    expect(analyze(readFileSync(GOOD + name, 'utf8')).problems()).toEqual([]);
  });

  it.each(yamlFiles(EXAMPLES))('about the example %s', (name) => {
    expect(analyze(readFileSync(EXAMPLES + name, 'utf8')).problems()).toEqual([]);
  });

  it('makes a router of each good spec', () => {
    for (const name of yamlFiles(GOOD))
      expect(analyze(readFileSync(GOOD + name, 'utf8')).router, name).toBeDefined();
  });
});
