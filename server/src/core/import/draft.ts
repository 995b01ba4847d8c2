import { stringify } from 'yaml';
import type { Path } from '../problem.ts';
import { GENERATED } from '../render/generated.ts';
import { pathText, schemaAt } from '../spec/schema-lookup.ts';
import type { Text } from '../text.ts';

/** A file of the router that is imported. */
export interface InputFile {
  /** As the report names it; a file is recognised by the end of its path, or by what stands in it. */
  readonly path: string;
  readonly text: string;
}

/** A line of an input file; lines count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * What became of a line. taken: it stands in the spec; not-needed: the generated router does it by itself, or has no use
 * for it; not-taken: it says something that the spec cannot say, must not say, or says already otherwise; unknown: it
 * was not understood.
 */
export type LineState = 'taken' | 'not-needed' | 'not-taken' | 'unknown';

/** One line of the report. It never holds the text of the input, in which secrets may stand. */
export interface Entry extends Place {
  readonly state: LineState;
  /** Where its value stands in the spec, such as `lan.address`; undefined unless it was taken. */
  readonly became: string | undefined;
  readonly why: Text | undefined;
}

const CONFLICT: Text = {
  en: 'An earlier line says otherwise, and that one was taken.',
  ja: '前の行に別の値があり、そちらを採用しました。',
};
const UNKNOWN: Text = {
  en: 'Not understood: look whether the router needs it, and write it into the spec by hand.',
  ja: '解釈できませんでした。必要な設定かどうかを確認し、必要ならスペックに書き足してください。',
};
const OURS: Text = {
  en: 'Router Spec wrote this line, and writes it anew where the spec calls for it.',
  ja: 'Router Spec が書き込んだ行です。スペックに必要な設定があれば、あらためて生成されます。',
};
const SECRET: Text = {
  en: 'The secret itself is in neither file: a deploy asks for it by this name.',
  ja: 'シークレットの値はどちらのファイルにも含めません。デプロイ時にこの名前で入力を求めます。',
};

/** Whether Router Spec has written a file, by what stands at its top. */
export function isGenerated({ text }: InputFile): boolean {
  return text.slice(0, 200).includes(GENERATED);
}

/** A spec while it is gathered from lines, and the report on them. Values enter it through the schema alone. */
export class Draft {
  private readonly values = new Map<string, { readonly path: Path; readonly text: string }>();
  private readonly lines: Entry[] = [];
  /** The files that Router Spec has written itself. */
  private readonly generated: ReadonlySet<string>;

  constructor(files: readonly InputFile[] = []) {
    this.generated = new Set(files.filter(isGenerated).map(({ path }) => path));
  }

  get entries(): readonly Entry[] {
    return this.lines;
  }

  /** The canonical text of a value; undefined where there is none yet. */
  get(...path: Path): string | undefined {
    return this.values.get(JSON.stringify(path))?.text;
  }

  /** How many items a list has. */
  count(...path: Path): number {
    const indexes = [...this.values.values()]
      .filter((value) => path.every((step, at) => value.path[at] === step))
      .map((value) => value.path[path.length])
      .filter((step) => typeof step === 'number');
    return Math.max(-1, ...indexes) + 1;
  }

  /** Takes a value of a line. Says whether it was: it is not where the schema refuses it, or an earlier line says otherwise. */
  take(at: Place, path: Path, text: string, why?: Text): boolean {
    const schema = schemaAt(path)?.schema;
    const scalar = schema?.kind === 'either' ? schema.scalar : schema;
    if (scalar?.kind !== 'scalar') {
      this.unknown(at);
      return false;
    }
    const parent = schemaAt(path.slice(0, -1))?.schema;
    const key = parent?.kind === 'map' ? parent.key.parse(String(path.at(-1))) : undefined;
    const parsed = key?.ok === false ? key : scalar.parse(text);
    if (!parsed.ok) {
      this.notTaken(at, parsed.reason);
      return false;
    }
    const canonical = scalar.format(parsed.value);
    const id = JSON.stringify(path);
    const known = this.values.get(id);
    if (known !== undefined && known.text !== canonical) {
      this.notTaken(at, CONFLICT);
      return false;
    }
    this.values.set(id, { path, text: canonical });
    this.report(at, 'taken', why, pathText(path));
    return true;
  }

  /** Takes an item of a list; one that is in it already counts as that one. */
  append(at: Place, path: Path, text: string): boolean {
    const count = this.count(...path);
    const known = Array.from({ length: count }, (_, index) => index).find(
      (index) => this.get(...path, index) === text,
    );
    return this.take(at, [...path, known ?? count], text);
  }

  /** Puts a reference in the place of a secret. The secret is not looked at. */
  secret(at: Place, path: Path, name: string): void {
    this.take(at, path, `\${secret:${name}}`, SECRET);
  }

  notNeeded(at: Place, why: Text): void {
    this.report(at, 'not-needed', why);
  }

  notTaken(at: Place, why: Text): void {
    this.report(at, 'not-taken', why);
  }

  unknown(at: Place): void {
    if (this.generated.has(at.file)) this.notNeeded(at, OURS);
    else this.report(at, 'unknown', UNKNOWN);
  }

  /** The YAML of what was taken, in the order of the schema. */
  yaml(): string {
    const top: Node = { version: 1 };
    const values = [...this.values.values()].sort((a, b) => inOrder(rankOf(a.path), rankOf(b.path)));
    for (const { path, text } of values) put(top, path, text);
    // By the rules of YAML 1.1, `n`, `off` and a MAC address are not what they look like: they are quoted for other readers.
    return stringify(top, { lineWidth: 0, version: '1.1' });
  }

  /** Only the place of a line goes into the report, whatever else `at` holds. */
  private report({ file, line }: Place, state: LineState, why: Text | undefined, became?: string): void {
    this.lines.push({ file, line, state, became, why });
  }
}

/** Where a path stands in the schema: a number for each of its steps. */
function rankOf(path: Path): number[] {
  return path.map((step, index) => {
    if (typeof step === 'number') return step;
    const schema = schemaAt(path.slice(0, index))?.schema;
    return schema?.kind === 'object' ? Object.keys(schema.fields).indexOf(step) : 0;
  });
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, index) => rank !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

type Node = Record<string, unknown>;

/** Numbers and truth values are written as such; everything else that YAML could take for them is quoted by the writer. */
function plain(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}

function put(top: Node, path: Path, text: string): void {
  let node = top;
  path.forEach((step, index) => {
    if (index === path.length - 1) node[step] = plain(text);
    else {
      // All keys come from the schema or were checked by it; a list is made where its first index is asked for.
      node[step] ??= typeof path[index + 1] === 'number' ? [] : {};
      node = node[step] as Node;
    }
  });
}
