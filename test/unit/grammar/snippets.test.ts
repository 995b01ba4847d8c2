import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { expanded } from '../../protocol/support/expect.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const json = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: string | readonly string[];
}

const snippets = Object.entries(json('snippets/router-spec.json') as Record<string, Snippet>);
const textOf = ({ body }: Snippet): string => (typeof body === 'string' ? body : body.join('\n'));

/** The blocks of a plain router; a snippet of one block takes the place of its own. */
const PLAIN: Readonly<Record<string, string>> = {
  version: 'version: 1\n',
  wan: 'wan:\n  interface: eth0\n  prefix: 240b:10:1234:5600::/64\n',
  tunnel: 'tunnel:\n  provider: v6plus\n',
  lan: 'lan:\n  ports: [eth1, eth2]\n  address: 10.100.0.1/24\n  dhcp:\n    lease: 12h\n',
};

/** Where the snippets of list entries belong. */
const LISTS: Readonly<Record<string, string>> = {
  reservation: 'lan:\n  ports: [eth1]\n  address: 10.100.0.1/24\n  dhcp:\n    reservations:\n      ',
  forward: 'nat:\n  forwards:\n    ',
  allow: 'firewall:\n  allow:\n    - { service: ssh, from: lan }\n    ',
};

function specOf(name: string, snippet: Snippet): string {
  const text = `${LISTS[name] ?? ''}${expanded(textOf(snippet))}\n`;
  if (text.startsWith('version:')) return text;
  const block = /^[a-z]+/.exec(text)?.[0] ?? '';
  return Object.entries({ ...PLAIN, [block]: text })
    .map(([, each]) => each)
    .join('');
}

describe('snippets', () => {
  test.each(snippets)('%s is a router without errors as it is inserted', (name, snippet) => {
    const analysis = analyze(specOf(name, snippet));
    expect(analysis.problems().filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(analysis.router).toBeDefined();
    expect(analysis.files.length).toBeGreaterThan(5);
  });

  test.each(snippets)('%s has holes one after the other, and words in both languages', (_, snippet) => {
    const numbers = [...textOf(snippet).matchAll(/(?<!\\)\$\{?(\d+)/g)].map((match) => Number(match[1]));
    const distinct = [...new Set(numbers)].filter((number) => number > 0);
    expect(distinct).toEqual(distinct.map((_each, index) => index + 1));
    expect(numbers.at(-1)).toBe(0);
    expect(snippet.description).toMatch(/ \/ .*[ぁ-んァ-ヶ一-龠]/);
  });

  test('there is one for each kind of line', () => {
    const lines = snippets.map(([name, snippet]) => analyze(specOf(name, snippet)).line);
    expect(new Set(lines.map(({ method }) => method))).toEqual(new Set(['map-e', 'ds-lite', 'ipip']));
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  test('are named in the manifest, for the language of specs', () => {
    const { contributes } = json('package.json') as { contributes: { snippets: unknown } };
    expect(contributes.snippets).toEqual([{ language: 'router-spec', path: './snippets/router-spec.json' }]);
  });
});
