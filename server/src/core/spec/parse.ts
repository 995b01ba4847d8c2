import { LineCounter, parseDocument } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';
import type { Text } from '../text.ts';
import { fullWidthSlips } from './full-width-slips.ts';
import { LineIndex } from './line-index.ts';
import { Reader } from './reader.ts';
import { routerSchema } from './schema/index.ts';
import type { Spec } from './schema/index.ts';
import { entryThere, mend, problemThere } from './slips.ts';
import type { Mended, Slip } from './slips.ts';
import { SpecDocument } from './spec-document.ts';
import type { Entry } from './spec-document.ts';
import { TAB_WIDTHS, isMisledByTabs, tabSlips } from './tab-slips.ts';
import { unclosedIn } from './unclosed.ts';
import { yamlProblem } from './yaml-errors.ts';

/** The largest text that is read, in UTF-16 code units: ten thousand lines. A router takes a hundredth of that. */
const MAX_LENGTH = 400_000;

/** The deepest nesting that is read; the format itself needs five levels. The parser recurses, so this bounds its stack. */
const MAX_DEPTH = 64;

/** The most aliases that are read. The parser takes long over them, and a router has hardly any use for ten. */
const MAX_ALIASES = 1000;

/** How many problems of the YAML itself are reported; one mistake early in a file can make an error of every line. */
const MAX_YAML_PROBLEMS = 50;

/**
 * Reads a router.yaml. Never throws: whatever is wrong becomes a problem, and the healthy part is read all the same.
 * The time is bounded by the length of the text, also for aliases of aliases and deep nesting.
 */
export function parseSpec(text: string): SpecDocument {
  const refused = refusal(text);
  if (refused !== undefined) return new SpecDocument(text, {}, [], [refused]);

  const wide = fullWidthSlips(text);
  const read = readMended(text, wide);
  if (read === undefined || !isMisledByTabs(read.mended.text, read.errors))
    return documentOf(text, read, wide);
  for (const width of TAB_WIDTHS) {
    const slips = [...wide, ...tabSlips(text, width).filter((tab) => !wide.some((each) => meets(tab, each)))];
    const again = readMended(text, slips);
    if (again?.errors.length === 0) return documentOf(text, again, slips);
  }
  // Where one stands among tabs of no width that would do, nothing else can be known.
  const tabs = tabSlips(text, TAB_WIDTHS[0]);
  return documentOf(text, { ...read, problems: [] }, [...wide, ...tabs]);
}

function meets({ span }: Slip, other: Slip): boolean {
  return span.start <= other.span.end && other.span.start <= span.end;
}

/** What was read in a text whose slips are mended; its places are those in the mended text. */
interface ReadText {
  readonly mended: Mended;
  readonly spec: Spec;
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  readonly errors: readonly YAMLError[];
}

/** Puts what was read back to where it stands in the text as it is; its slips are problems of their own. */
function documentOf(text: string, read: ReadText | undefined, slips: readonly Slip[]): SpecDocument {
  if (read === undefined) return new SpecDocument(text, {}, [], [tooDeep(text)]);
  const { mended, spec, entries, problems } = read;
  if (slips.length === 0) return new SpecDocument(text, spec, entries, problems);
  return new SpecDocument(
    text,
    spec,
    entries.map((entry) => entryThere(entry, mended)),
    [
      ...slips.flatMap(({ problem }) => (problem === undefined ? [] : [problem])).slice(0, MAX_YAML_PROBLEMS),
      // Of a text that is no YAML nothing is called missing.
      ...problems
        .filter(({ code }) => code !== 'spec/missing-key')
        .map((problem) => problemThere(problem, mended)),
    ],
  );
}

/** Reads a text without its slips; nothing where it is nested too deeply. */
function readMended(original: string, slips: readonly Slip[]): ReadText | undefined {
  const mended = mend(original, slips);
  const { text } = mended;
  let document: Document.Parsed;
  try {
    // The failsafe schema leaves every scalar the text that it is; what a value means is the schema's to say, not YAML's.
    document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      // 'silent' would also keep quiet about a second document; nothing is ever logged by `parseDocument` itself.
      logLevel: 'error',
      strict: true,
      lineCounter: new LineCounter(),
    });
  } catch {
    // The parser recurses; a nesting that the scan above did not see can still exhaust its stack.
    return undefined;
  }

  const problems: Problem[] = withoutFollowers(document.errors)
    .slice(0, MAX_YAML_PROBLEMS)
    .map((error) => yamlProblem(error, text));
  const reader = new Reader(text, document, problems);
  const spec = reader.read(routerSchema) as Spec;
  const known = knownProblems(text, document.errors, problems);
  const errors = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS');
  return { mended, spec, entries: reader.entries, problems: known, errors };
}

/** The errors of the parser, but of a run of tokens that belong nowhere the first alone: it is what misled the parser. */
function withoutFollowers(errors: readonly YAMLError[]): readonly YAMLError[] {
  return errors.filter(
    ({ code }, index) => code !== 'UNEXPECTED_TOKEN' || errors[index - 1]?.code !== 'UNEXPECTED_TOKEN',
  );
}

/**
 * What can be known of a text that is no YAML. What is missing cannot: it may stand where nothing was read. Behind a quote
 * or a bracket that is not closed everything was read as something else, or not at all.
 */
function knownProblems(
  text: string,
  errors: readonly YAMLError[],
  problems: readonly Problem[],
): readonly Problem[] {
  const wrong = errors.filter(({ code }) => code !== 'MULTIPLE_DOCS');
  if (wrong.length === 0) return problems;
  const known = problems.filter(({ code }) => code !== 'spec/missing-key');
  const unclosed = unclosedIn(new LineIndex(text));
  return unclosed === undefined || wrong.every(({ pos }) => pos[0] <= unclosed.span.start)
    ? known
    : [...known.filter(({ span }) => span.end <= unclosed.span.start), unclosed];
}

/** Says why a text is not read at all, if so. */
export function refusal(text: string): Problem | undefined {
  if (text.length > MAX_LENGTH) {
    return whole(text, 'yaml/too-large', {
      en: `This file has ${text.length} characters; a spec is read up to ${MAX_LENGTH}. Is it the right file?`,
      ja: `このファイルは ${text.length} 文字あります。読み込めるのは ${MAX_LENGTH} 文字までです。ファイルを間違えていませんか。`,
    });
  }
  if ((text.match(/(?<![^\s,[{])\*[^\s,\]}*]/g)?.length ?? 0) > MAX_ALIASES) {
    return whole(text, 'yaml/too-large', {
      en: `This file has more than ${MAX_ALIASES} aliases (\`*name\`), so it was not read. Is it the right file?`,
      ja: `エイリアス（\`*名前\`）が ${MAX_ALIASES} 個を超えているため読み込めませんでした。ファイルを間違えていませんか。`,
    });
  }
  return nestingDepth(text) > MAX_DEPTH ? tooDeep(text) : undefined;
}

function tooDeep(text: string): Problem {
  return whole(text, 'yaml/too-deep', {
    en: 'This file is nested deeper than a spec ever is, so it was not read. Look for a bracket that is not closed.',
    ja: '入れ子が深すぎるため読み込めませんでした。閉じ忘れた括弧がないか確認してください。',
  });
}

function whole(text: string, code: string, message: Text): Problem {
  const end = text.search(/[\r\n]/);
  return { code, severity: 'error', span: { start: 0, end: end < 0 ? text.length : end }, message };
}

/** An upper estimate of how deep brackets and `- - -` nest; quotes are not looked at, since no value holds that many brackets. */
function nestingDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let dashes = 0;
  for (let i = 0; i < text.length && deepest <= MAX_DEPTH; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x5d || c === 0x7d) depth = Math.max(0, depth - 1);
    // Indicators of compact nested sequences and of explicit keys: `- - - x`, `? ? x`.
    if ((c === 0x2d || c === 0x3f) && text[i + 1] === ' ') deepest = Math.max(deepest, ++dashes);
    else if (c !== 0x20) dashes = 0;
  }
  return deepest;
}
