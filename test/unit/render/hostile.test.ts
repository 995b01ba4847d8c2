import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { Analysis } from '../../../server/src/core/analysis.ts';
import type { Path } from '../../../server/src/core/problem.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import type { RenderedFile } from '../../../server/src/core/render/rendered-file.ts';
import type { ScalarSchema, Schema } from '../../../server/src/core/spec/schema-types.ts';
import { routerSchema } from '../../../server/src/core/spec/schema/index.ts';
import { targetOf } from '../../../server/src/deploy/spec-request.ts';
import { sshArguments } from '../../../server/src/deploy/ssh-args.ts';
import { caseOf } from './cases.ts';

/** Texts that would mean something to one of the programs that read the files. */
const HOSTILE = [
  'PWNED\nconf-script=/bin/PWNED',
  '\nup touch /PWNED',
  'x\r\nPWNED',
  "'; touch /PWNED; '",
  '"; touch /PWNED; "',
  '$(touch /PWNED)',
  '`touch /PWNED`',
  '${PWNED}',
  '${secret:PWNED}',
  'a${secret:PWNED}b',
  'eth*PWNED',
  'PWNED" accept',
  'x } accept PWNED',
  '#PWNED',
  'x #PWNED',
  '; PWNED ;',
  'PWNED,PWNED',
  'PWNED|id=x',
  '../../PWNED',
  '-PWNED',
  '%PWNED',
  '\\nPWNED',
  'PWNED\\',
  'PWNED\u0000',
  'PWNED\u2028accept',
  'PWNED\u0085accept',
  'x'.repeat(300) + 'PWNED',
  ' PWNED ',
  'PWNED PWNED',
  'PWNED=PWNED',
  'PWNED://PWNED',
  '<script>PWNED</script>',
  '-oProxyCommand=touch /PWNED',
  '--PWNED',
  'dhcp-script=/bin/PWNED',
  'include "/etc/PWNED"',
  'x; flush ruleset # PWNED',
  // What looks like `;`, `$`, `/` and a quotation mark, and what turns the direction of the text.
  'PWNED\u037e accept',
  '\uff04(touch PWNED)',
  'PWNED\u2215etc\u2044passwd',
  '\u2019; PWNED; \u2019',
  'PWNED\u202etpecca',
  'PWNED\u200b',
];

/** The places of all texts and numbers of a spec, and of the keys that a user chooses. */
function placesOf(text: string): Path[] {
  const places: Path[] = [];
  const document = parseDocument(text);
  visit(document, {
    Scalar(key, _node, ancestors) {
      if (key === 'key') return;
      const path: (string | number)[] = [];
      [...ancestors, undefined].forEach((ancestor, index) => {
        const next: unknown = ancestors[index + 1] ?? _node;
        if (isPair(ancestor) && isScalar(ancestor.key)) path.push(String(ancestor.key.value));
        if (isSeq(ancestor)) path.push(ancestor.items.indexOf(next));
      });
      places.push(path);
    },
  });
  return places;
}

const files = (text: string) => analyze(text).files;

/** Lines that hold the mark, with the files that they are in. */
function marked(rendered: readonly RenderedFile[]): { file: string; text: string; from: readonly Path[] }[] {
  return rendered.flatMap((file) =>
    file.lines
      .filter((line) => line.text.toLowerCase().includes('pwned'))
      .map((line) => ({ file: file.path, text: line.text, from: line.from })),
  );
}

/**
 * Where a text of the user's own may stand as it is: in a place of which the program that reads it takes the whole
 * line, or inside quotes with its own escapes.
 */
const ALLOWED = [
  { file: /^\/etc\/hostapd\/\w+\.conf$/, text: /^wpa_passphrase=[\x20-\x7e]{8,63}$/ },
  { file: /^\/etc\/hostapd\/\w+\.conf$/, text: /^# The name: [A-Za-z0-9 ._-]{1,32}$/ },
  { file: /^\/etc\/hostapd\/\w+\.conf$/, text: /^dtim_period=[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/ },
  {
    file: /^\/etc\/sysctl\.d\/[a-z0-9.-]+$/,
    text: /^vm\.swappiness = [A-Za-z0-9_.,:/+-]+(?:[ \t][A-Za-z0-9_.,:/+-]+)*$/,
  },
  {
    file: /^\/etc\/router-spec\/update\.conf$/,
    text: /^data-urlencode = "(?:user|pass)=(?:[^"\\]|\\["\\])*"$/,
  },
];

/** Routers with something in every block; without a port map, which is long and holds no text. */
const SPECS = {
  reference: `${caseOf('reference')
    .text.replace('security: wpa2', 'security: wpa2\n    options: { dtim_period: 2 }')
    .replace('nat:\n', 'nat:\n  allocation: round-robin\n')}\nsysctl: { vm.swappiness: 10 }\n`,
  'ipip-fixed': caseOf('ipip-fixed').text,
  transix: caseOf('transix').text.replace('provider: transix', 'provider: transix\n  aftr: gw.transix.jp'),
  'from-routing': caseOf('from-routing').text.replace('nat: {', 'nat: { allocation: round-robin,'),
};

/** Keys that a user may choose, one for each map. */
const USER_KEYS = ['vm.swappiness', 'dtim_period'];

/** A scalar of the schema, and where it stands in a spec. */
interface Place {
  readonly path: Path;
  readonly scalar: ScalarSchema<unknown>;
}

/** Every scalar that the schema knows, with one entry in each list; keys that a user chooses are tried below. */
function scalarsOf(schema: Schema, path: Path = []): Place[] {
  switch (schema.kind) {
    case 'scalar':
      return [{ path, scalar: schema }];
    case 'object':
      return Object.entries(schema.fields).flatMap(([key, field]) => scalarsOf(field.schema, [...path, key]));
    case 'list':
      return scalarsOf(schema.item, [...path, 0]);
    case 'map':
      return scalarsOf(schema.item, [...path, USER_KEYS.find((key) => schema.key.parse(key).ok) ?? '']);
    case 'either':
      return [{ path, scalar: schema.scalar }, ...scalarsOf(schema.object, path)];
  }
}

/** The spec with a value there, whatever stood there or in the place of a block that it belongs to. */
function withValue(text: string, path: Path, value: string): string {
  const document = parseDocument(text);
  path.slice(0, -1).forEach((_, index) => {
    const above = path.slice(0, index + 1);
    const isList = typeof path[index + 1] === 'number';
    const there = document.getIn(above);
    if (!(isList ? isSeq(there) : isMap(there))) document.setIn(above, document.createNode(isList ? [] : {}));
  });
  document.setIn(path, value);
  return document.toString();
}

/** What ssh would be started with, or nothing where the spec is refused. */
function sshOf(analysis: Analysis): readonly string[] {
  const isRefused = analysis.problems().some(({ severity }) => severity === 'error');
  if (isRefused || analysis.router === undefined) return [];
  return sshArguments(targetOf(analysis.router, undefined), { sshPath: 'ssh', storageDir: '/storage' });
}

/** Every kind of place once: the other specs add only what the first does not have. */
const seen = new Set<string>();
const fresh = (path: Path) => {
  const kind = path.filter((part) => typeof part === 'string').join('.');
  const isNew = !seen.has(kind);
  seen.add(kind);
  return isNew;
};

describe.each(Object.entries(SPECS))('hostile texts in %s', (_name, text) => {
  const plain = files(text);
  const places = placesOf(text).filter(fresh);

  test('the spec itself gives a router', () => {
    expect(plain.length).toBeGreaterThan(15);
    expect(marked(plain)).toEqual([]);
  });

  test.each(places.map((path) => [path]))('%j', (path) => {
    for (const hostile of HOSTILE) {
      const document = parseDocument(text);
      document.setIn(path, hostile);
      const rendered = files(document.toString());
      for (const line of marked(rendered)) {
        expect(
          ALLOWED.some(({ file, text: form }) => file.test(line.file) && form.test(line.text)),
          line.text,
        ).toBe(true);
      }
      // A line feed in a value would show as a line more than the value accounts for.
      for (const file of rendered) expect(contentOf(file).split('\n').length).toBe(file.lines.length + 1);
    }
  });
});

/** The specs differ in the line; of the rest, one is enough. */
const LINE = ['wan', 'tunnel', 'nat'];

describe.each(Object.entries(SPECS))('hostile texts in every field of the schema, in %s', (name, text) => {
  const places = scalarsOf(routerSchema).filter(
    ({ path }) => name === 'reference' || LINE.includes(String(path[0])),
  );
  test.each(places.map(({ path, scalar }) => [path.join('.'), path, scalar] as const))(
    '%s',
    (_, path, scalar) => {
      for (const hostile of HOSTILE) {
        const spec = withValue(text, path, hostile);
        const analysis = analyze(spec);
        for (const line of marked(analysis.files)) {
          expect(
            ALLOWED.some(({ file, text: form }) => file.test(line.file) && form.test(line.text)),
            line.text,
          ).toBe(true);
        }
        expect(sshOf(analysis).join('\n').toLowerCase()).not.toContain('pwned');
        if (scalar.parse(hostile).ok) continue;
        // Refused, with a diagnostic at the value.
        const { value } = analysis.document.entries.find((entry) => entry.path.join() === path.join()) ?? {};
        const at = analysis
          .problems()
          .filter(({ severity }) => severity === 'error')
          .map(({ span }) => spec.slice(span.start, span.end));
        const own = value === undefined ? undefined : spec.slice(value.start, value.end);
        expect(
          at.some((part) => part.toLowerCase().includes('pwned') || part === own),
          `${JSON.stringify(hostile)}: ${JSON.stringify(at)}`,
        ).toBe(true);
      }
    },
  );
});

describe('hostile keys', () => {
  test.each(['sysctl', 'wifi'])('of %s', (block) => {
    for (const hostile of HOSTILE) {
      const document = parseDocument(SPECS.reference);
      const map = document.getIn(block === 'sysctl' ? ['sysctl'] : ['wifi', 0, 'options']);
      if (!isMap(map)) throw new Error('The spec has no such map');
      map.set(hostile, '1');
      map.set(`net.${hostile}`, '1');
      map.set(`pwned_${hostile}`, '1');
      expect(marked(files(document.toString())).map(({ text }) => text)).toEqual([]);
    }
  });
});
