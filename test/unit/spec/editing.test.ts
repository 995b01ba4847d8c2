import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Path, TextEdit } from '../../../server/src/core/problem.ts';
import { appendItem, applyEdits, removeEntry, setValue } from '../../../server/src/core/spec/edit.ts';
import { parseSpec } from '../../../server/src/core/spec/parse.ts';
import type { SpecDocument } from '../../../server/src/core/spec/spec-document.ts';

const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../../examples/router.yaml'), 'utf8');

function edited(text: string, edit: (document: SpecDocument) => TextEdit[] | undefined): string {
  return applyEdits(text, edit(parseSpec(text)) ?? []);
}

describe('setting a value', () => {
  test.each<[string, string, Path, string, string]>([
    ['keeps the comment', 'wan:\n  mtu: 1400 # why\n', ['wan', 'mtu'], '1500', 'wan:\n  mtu: 1500 # why\n'],
    [
      'keeps the quotes',
      'wan: { interface: "eth0" }\n',
      ['wan', 'interface'],
      'eth1',
      'wan: { interface: "eth1" }\n',
    ],
    ['fills in a missing value', 'wan:\n  mtu:\nlan:\n', ['wan', 'mtu'], '1500', 'wan:\n  mtu: 1500\nlan:\n'],
    [
      'adds a key behind the last one',
      'wan:\n  mtu: 1 # a\n\n# lan\nlan:\n  stp: true\n',
      ['wan', 'interface'],
      'eth0',
      'wan:\n  mtu: 1 # a\n  interface: eth0\n\n# lan\nlan:\n  stp: true\n',
    ],
    [
      'adds to a flow mapping',
      'wan: { mtu: 1 }\n',
      ['wan', 'interface'],
      'eth0',
      'wan: { mtu: 1, interface: eth0 }\n',
    ],
    ['adds to an empty flow mapping', 'wan: {}\n', ['wan', 'mtu'], '1', 'wan: { mtu: 1 }\n'],
    ['adds a block', 'version: 1\n', ['wan', 'mtu'], '1500', 'version: 1\nwan:\n  mtu: 1500\n'],
    [
      'sets a block apart where the others are',
      'version: 1\n\nwan:\n  mtu: 1500\n',
      ['lan', 'stp'],
      'true',
      'version: 1\n\nwan:\n  mtu: 1500\n\nlan:\n  stp: true\n',
    ],
    [
      'sets a block apart where the others are, in a text with CRLF and a comment',
      'version: 1\r\n\r\n# the line\r\nwan:\r\n  mtu: 1500',
      ['lan', 'stp'],
      'true',
      'version: 1\r\n\r\n# the line\r\nwan:\r\n  mtu: 1500\r\n\r\nlan:\r\n  stp: true',
    ],
    [
      'adds blocks in blocks',
      'lan:\n    stp: true\n',
      ['lan', 'dhcp', 'lease'],
      '12h',
      'lan:\n    stp: true\n    dhcp:\n      lease: 12h\n',
    ],
    [
      'keeps CRLF',
      'wan:\r\n  mtu: 1\r\n',
      ['wan', 'interface'],
      'eth0',
      'wan:\r\n  mtu: 1\r\n  interface: eth0\r\n',
    ],
    [
      'replaces a block scalar, and leaves the key behind it on its line',
      'wifi:\n  - passphrase: >-\n      literalpass\n    channel: 36\n',
      ['wifi', 0, 'passphrase'],
      '${secret:wifi}',
      'wifi:\n  - passphrase: ${secret:wifi}\n    channel: 36\n',
    ],
    [
      'replaces a block scalar with CRLF, blank lines and a comment behind its `|`',
      'wan:\r\n  mtu: |+ # why\r\n    1400\r\n\r\n  interface: eth0\r\n',
      ['wan', 'mtu'],
      '1500',
      'wan:\r\n  mtu: 1500 # why\r\n\r\n  interface: eth0\r\n',
    ],
    [
      'replaces a block scalar at the end of the text',
      'wan:\n  mtu: |-\n    1400',
      ['wan', 'mtu'],
      '1500',
      'wan:\n  mtu: 1500',
    ],
    [
      'adds to an empty flow mapping with a comment in it',
      'lan:\n  dhcp: { # why\n  }\n',
      ['lan', 'dhcp', 'lease'],
      '12h',
      'lan:\n  dhcp: { lease: 12h # why\n  }\n',
    ],
    [
      'adds a line to a flow mapping of several lines',
      'wan: {\n  mtu: 1400, # why\n  interface: eth0 # left\n}\n',
      ['wan', 'prefix-source'],
      'ra',
      'wan: {\n  mtu: 1400, # why\n  interface: eth0, # left\n  prefix-source: ra\n}\n',
    ],
    [
      'keeps a missing end of line',
      'wan:\n  mtu: 1',
      ['wan', 'interface'],
      'eth0',
      'wan:\n  mtu: 1\n  interface: eth0',
    ],
  ])('%s', (_, before, at, value, after) => {
    expect(edited(before, (document) => setValue(document, at, value))).toBe(after);
  });

  test('changes a part of a short form, and leaves one alone that stands nowhere as it reads', () => {
    const at = ['nat', 'forwards', 0, 'port'];
    const plain = 'nat: { forwards: ["tcp 1 -> nas"] }\n';
    expect(edited(plain, (document) => setValue(document, at, '2'))).toBe(plain.replace('1', '2'));
    const escaped = 'nat: { forwards: ["tcp\\x201 -> nas"] }\n';
    expect(parseSpec(escaped).entry(at)).toBeDefined();
    expect(setValue(parseSpec(escaped), at, '2')).toBeUndefined();
    expect(removeEntry(parseSpec(plain), at)).toBeUndefined();
  });

  test('does not take the colon of another line for that of a key without one', () => {
    const text = 'wan:\n  mtu：\nlan: {}\n';
    expect(parseSpec(text).entry(['wan', 'mtu'])).toBeDefined();
    expect(setValue(parseSpec(text), ['wan', 'mtu'], '1500')).toBeUndefined();
  });

  test('leaves what stands behind an alias alone', () => {
    const text = 'wan: &w { mtu: 1 }\nlan: *w\n';
    expect(setValue(parseSpec(text), ['lan', 'mtu'], '2')).toBeUndefined();
  });
});

describe('removing', () => {
  test.each<[string, string, Path, string]>([
    [
      'a line with its comment',
      'wan:\n  mtu: 1 # why\n  interface: eth0\n',
      ['wan', 'mtu'],
      'wan:\n  interface: eth0\n',
    ],
    ['the last line', 'wan:\n  interface: eth0\n  mtu: 1', ['wan', 'mtu'], 'wan:\n  interface: eth0'],
    [
      'the first of a flow mapping',
      'wan: { mtu: 1, interface: eth0 }\n',
      ['wan', 'mtu'],
      'wan: { interface: eth0 }\n',
    ],
    [
      'the last of a flow mapping',
      'wan: { mtu: 1, interface: eth0 }\n',
      ['wan', 'interface'],
      'wan: { mtu: 1 }\n',
    ],
    [
      'a block with what is in it',
      'dns:\n  serve: true\n  upstream:\n    - 1.1.1.1\nlan:\n  stp: true\n',
      ['dns'],
      'lan:\n  stp: true\n',
    ],
    [
      'the first key of an entry of a list',
      'wifi:\n  - ssid: a # one\n    # two\n    width: 80\n',
      ['wifi', 0, 'ssid'],
      'wifi:\n  - width: 80\n',
    ],
    [
      'the only key of a block: the block',
      'dns:\n  serve: true\nlan:\n  stp: true\n',
      ['dns', 'serve'],
      'lan:\n  stp: true\n',
    ],
    [
      'an entry of a list',
      'packages:\n  - a\n  - b # b\n  - c\n',
      ['packages', 1],
      'packages:\n  - a\n  - c\n',
    ],
    [
      'a block between blank lines, with one set of them',
      'wan:\n  mtu: 1\n\ndns:\n  serve: true\n\nlan:\n  stp: true\n',
      ['dns'],
      'wan:\n  mtu: 1\n\nlan:\n  stp: true\n',
    ],
    [
      'the first block with the blank lines behind it',
      'dns:\n  serve: true\n\nlan:\n  stp: true\n',
      ['dns'],
      'lan:\n  stp: true\n',
    ],
    ['an entry of a flow list', 'packages: [a, b, c]\n', ['packages', 1], 'packages: [a, c]\n'],
    ['the last with a comma behind it', 'packages: [a, b, ]\n', ['packages', 1], 'packages: [a, ]\n'],
    [
      'the last line of a flow list, with its comment and the comma before it',
      'packages: [\n  a, # one\n  b, # two\n  "c" # three\n]\n',
      ['packages', 2],
      'packages: [\n  a, # one\n  b # two\n]\n',
    ],
    [
      'a line of a flow list, with its comment',
      'packages: [\r\n  a, # one\r\n  b, # two\r\n  "c" # three\r\n]\r\n',
      ['packages', 1],
      'packages: [\r\n  a, # one\r\n  "c" # three\r\n]\r\n',
    ],
    [
      'the last line of a flow list with commas at the end',
      'packages: [\n  a, # one\n  b, # two\n]\n',
      ['packages', 1],
      'packages: [\n  a, # one\n]\n',
    ],
    [
      'the last entry of a line that it shares with the bracket, and no comment',
      'packages: [\n  a, # one\n  b ]\n',
      ['packages', 1],
      'packages: [\n  a # one\n  ]\n',
    ],
    [
      'an entry that shares its line with another one, and not the comment of both',
      'packages: [\n  a, b, # some\n  c ]\n',
      ['packages', 1],
      'packages: [\n  a, # some\n  c ]\n',
    ],
  ])('%s', (_, before, at, after) => {
    expect(edited(before, (document) => removeEntry(document, at))).toBe(after);
  });
});

describe('appending', () => {
  test.each<[string, string, Path, string, string]>([
    [
      'to a block list',
      'packages:\n  - a # one\nservices: []\n',
      ['packages'],
      'b',
      'packages:\n  - a # one\n  - b\nservices: []\n',
    ],
    [
      'to a block list that is not indented',
      'packages:\n- a\nservices: []\n',
      ['packages'],
      'b',
      'packages:\n- a\n- b\nservices: []\n',
    ],
    ['to a flow list', 'packages: [a]\n', ['packages'], 'b', 'packages: [a, b]\n'],
    ['to an empty flow list', 'packages: []\n', ['packages'], 'b', 'packages: [b]\n'],
    [
      'to an empty flow list with a comment',
      'packages: [ # none\n]\n',
      ['packages'],
      'b',
      'packages: [b # none\n]\n',
    ],
    [
      'to a flow list of several lines',
      'packages: [\n  a # one\n]\n',
      ['packages'],
      'b',
      'packages: [\n  a, # one\n  b\n]\n',
    ],
    [
      'to a flow list of several lines with commas at the end',
      'packages: [\r\n  a, # one\r\n]\r\n',
      ['packages'],
      'b',
      'packages: [\r\n  a, # one\r\n  b,\r\n]\r\n',
    ],
    [
      'to a flow list with two entries on its last line',
      'packages: [\n  a, b # some\n]\n',
      ['packages'],
      'c',
      'packages: [\n  a, b, c # some\n]\n',
    ],
    [
      'to a list that is not there, in a flow mapping',
      'nat: { allocation: port-map }\n',
      ['nat', 'forwards'],
      'tcp 1 -> nas',
      'nat: { allocation: port-map, forwards: [tcp 1 -> nas] }\n',
    ],
    [
      'to a list that is not there, with its block',
      'version: 1\n',
      ['nat', 'forwards'],
      'tcp 1 -> nas',
      'version: 1\nnat:\n  forwards:\n    - tcp 1 -> nas\n',
    ],
    ['to a list that is not there', 'version: 1\n', ['packages'], 'b', 'version: 1\npackages:\n  - b\n'],
    [
      'behind entries of several lines',
      'wifi:\n  - ssid: a\n    width: 80\nlan: {}\n',
      ['wifi'],
      'b',
      'wifi:\n  - ssid: a\n    width: 80\n  - b\nlan: {}\n',
    ],
  ])('%s', (_, before, at, item, after) => {
    expect(edited(before, (document) => appendItem(document, at, item))).toBe(after);
  });
});

test('setting a value changes that value and nothing else', () => {
  const document = parseSpec(EXAMPLE);
  const scalars = document.entries.filter((entry) => entry.quote !== undefined && entry.quote !== 'block');
  fc.assert(
    fc.property(fc.constantFrom(...scalars), fc.integer({ min: 1, max: 999 }), (entry, number) => {
      const after = applyEdits(EXAMPLE, setValue(document, entry.path, String(number)) ?? []);
      const again = parseSpec(after);
      const place = again.spanOf(entry.path);
      expect(after.slice(place.start, place.end).replace(/["']/g, '')).toBe(String(number));
      const shift = after.length - EXAMPLE.length;
      expect(after.slice(0, entry.value.start)).toBe(EXAMPLE.slice(0, entry.value.start));
      expect(after.slice(entry.value.end + shift)).toBe(EXAMPLE.slice(entry.value.end));
    }),
    { numRuns: 200 },
  );
});

test('removing an entry leaves a spec that reads as the same without it', () => {
  const document = parseSpec(EXAMPLE);
  for (const entry of document.entries.filter((each) => each.key !== undefined && each.path.length > 1)) {
    const siblings = document.childrenOf(entry.path.slice(0, -1));
    if (siblings.length < 2) continue;
    const again = parseSpec(applyEdits(EXAMPLE, removeEntry(document, entry.path) ?? []));
    expect(again.problems.filter((problem) => problem.code.startsWith('yaml/'))).toEqual([]);
    expect(again.childrenOf(entry.path.slice(0, -1)).map((each) => each.path.at(-1))).toEqual(
      siblings.filter((each) => each !== document.entry(entry.path)).map((each) => each.path.at(-1)),
    );
  }
});
