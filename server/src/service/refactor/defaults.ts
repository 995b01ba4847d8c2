import { CodeActionKind } from 'vscode-languageserver-types';
import { analyze } from '../../core/analysis.ts';
import type { Analysis } from '../../core/analysis.ts';
import type { Path, TextEdit } from '../../core/problem.ts';
import { applyEdits, emptyBlock, insertKey, insertKeys, removeEntry } from '../../core/spec/edit.ts';
import { schemaAt } from '../../core/spec/schema-lookup.ts';
import type { Entry } from '../../core/spec/spec-document.ts';
import type { Locale } from '../../core/text.ts';
import { derivedDefaults } from '../derived-defaults.ts';
import { sayIn } from '../options.ts';
import type { Refactoring } from './refactoring.ts';

/** A value that holds although the spec does not say it. */
export interface DefaultValue {
  readonly path: Path;
  /** YAML in one line. */
  readonly value: string;
}

/** Writes out what holds in a block without being written: each value, and all of them at once. */
export function writeDefaults(analysis: Analysis, block: Entry, locale: Locale): Refactoring[] {
  const t = sayIn(locale);
  const found = defaultsOf(analysis, block.path).flatMap(({ path, value }) => {
    const edits = insertKey(analysis.document, path, value);
    return edits === undefined ? [] : [{ pair: [String(path.at(-1)), value] as const, edits }];
  });
  const name = String(block.path.findLast((step) => typeof step === 'string'));
  const all = insertKeys(
    analysis.document,
    block.path,
    found.map(({ pair }) => pair),
  );
  return [
    ...found.map(({ pair, edits }) => ({
      title: t(`Write out \`${pair.join(': ')}\``, `\`${pair.join(': ')}\` を明示する`),
      kind: CodeActionKind.RefactorRewrite,
      change: { edits },
    })),
    ...(found.length < 2 || all === undefined
      ? []
      : [
          {
            title: t(`Write out all defaults of \`${name}\``, `\`${name}\` の既定値をすべて明示する`),
            kind: CodeActionKind.RefactorRewrite,
            change: { edits: all },
          },
        ]),
  ];
}

/** Removes what would hold anyway: the router must be the very same without it. */
export function removeDefault(analysis: Analysis, entry: Entry, locale: Locale): Refactoring[] {
  const { document, router } = analysis;
  if (entry.field === undefined || entry.field.required || router === undefined) return [];
  const block = entry.path.slice(0, -1);
  const isLast = block.length > 0 && document.childrenOf(block).length === 1;
  // A block that says something by being there, such as `dhcp`, is left behind empty.
  const edits = [removeEntry(document, entry.path), isLast ? emptyBlock(document, block) : undefined].find(
    (attempt) => attempt !== undefined && isSame(analysis, attempt),
  );
  if (edits === undefined) return [];
  const t = sayIn(locale);
  const key = String(entry.path.at(-1));
  return [
    {
      title: t(`Remove \`${key}\`: it says what holds anyway`, `既定値と同じ \`${key}\` を削除`),
      kind: CodeActionKind.RefactorRewrite,
      change: { edits },
    },
  ];
}

/** Whether edits leave the router as it is, and the spec as sound. */
function isSame({ document, router }: Analysis, edits: readonly TextEdit[]): boolean {
  const after = analyze(applyEdits(document.text, edits));
  return (
    after.document.problems.length <= document.problems.length &&
    fingerprint(after.router) === fingerprint(router)
  );
}

/** The values that hold in a block without being written: those that follow from the line first, then those of every router. */
export function defaultsOf(analysis: Analysis, block: Path): DefaultValue[] {
  const { document } = analysis;
  const schema = schemaAt(block)?.schema;
  if (schema?.kind !== 'object') return [];
  const derived = [
    ...derivedDefaults(analysis, 'en'),
    ...hiddenDefaults(analysis),
    ...radioDefaults(analysis, block),
  ];
  return Object.entries(schema.fields).flatMap(([key, field]): DefaultValue[] => {
    const path = [...block, key];
    if (document.entry(path) !== undefined || !matters(analysis, path)) return [];
    const own = derived.find((each) => each.path.join() === path.join())?.value;
    const value = own ?? (typeof field.default === 'string' ? field.default : undefined);
    return value === undefined ? [] : [{ path, value }];
  });
}

/** Values that hints show in another way, or not at all. */
function hiddenDefaults({ line, router }: Analysis): DefaultValue[] {
  return [
    ...(line.method === undefined ? [] : [{ path: ['tunnel', 'method'], value: line.method }]),
    ...(line.ce === undefined ? [] : [{ path: ['tunnel', 'interface-id'], value: line.interfaceIdForm }]),
    { path: ['tunnel', 'mtu'], value: String(line.tunnelMtu) },
    ...(router === undefined
      ? []
      : [
          { path: ['deploy', 'host'], value: router.deploy.host },
          { path: ['deploy', 'window'], value: `${router.deploy.window}s` },
        ]),
  ];
}

function radioDefaults({ router }: Analysis, block: Path): DefaultValue[] {
  const radio = router?.wifi.find(({ origin }) => origin.join() === block.join());
  if (radio === undefined) return [];
  const { country, band, channel, width, standards, security } = radio;
  return Object.entries({
    country,
    band,
    channel,
    width,
    standards: `[${standards.join(', ')}]`,
    security,
  }).map(([key, value]) => ({ path: [...block, key], value: String(value) }));
}

/** Whether a key says anything on this line: how NAT uses ports does where there are any that are shared. */
function matters({ line }: Analysis, path: Path): boolean {
  return path.join() !== 'nat,allocation' || (line.ce?.psidLength ?? 0) > 0;
}

/** Two values of plain data are the same where this is. */
function fingerprint(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}
