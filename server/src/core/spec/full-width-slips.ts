import type { Problem, Span } from '../problem.ts';
import type { Text } from '../text.ts';
import { routerSchema } from './schema/index.ts';
import type { Schema } from './schema-types.ts';
import type { Slip } from './slips.ts';

/**
 * Finds characters of a Japanese keyboard where the syntax of YAML wants ASCII: `：` behind a key, `，` or `、` before one,
 * `－` before an entry, and the blank U+3000, which YAML takes for a letter, around them and as indentation. Text that may
 * be anything (comments, quotes, block scalars, values) is left alone: only the keys of the schema count as keys.
 */
export function fullWidthSlips(text: string): Slip[] {
  return /[\u3000：，、－]/.test(text) ? new Scanner(text).slips() : [];
}

const INDENT = /[ \t\u3000]*/y;
const DASH = /([-－])([ \u3000]+)/y;
const KEY = /(["']?)([A-Za-z][\w./-]*)\1(?=[ \u3000]*[:：])/y;
const COLON = /([ \u3000]*)([:：])([ \u3000]*)/y;
const COMMA = /([，、])[ \u3000]*/y;
const BLOCK_SCALAR = /[|>][-+\d]*[ \t]*(?:#.*)?$/my;
const QUOTED = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'/y;

class Scanner {
  private readonly found: Slip[] = [];
  private readonly brackets: string[] = [];
  private readonly text: string;
  private at = 0;
  /** Whether a key can begin here, and whether a value can. */
  private isKey = true;
  private isValue = true;

  constructor(text: string) {
    this.text = text;
  }

  slips(): Slip[] {
    // What a quote that is never closed holds nobody knows.
    while (this.at < this.text.length) if (!this.line()) break;
    return this.found;
  }

  /** Reads a line, and what it begins that goes over several; false where nothing behind can be known. */
  private line(): boolean {
    const start = this.at;
    this.indentation();
    const indent = this.at - start;
    if (this.brackets.length === 0) this.expect({ key: true, value: true });
    while (this.at < this.text.length) {
      const c = this.text[this.at] ?? '';
      if (c === '\n') {
        this.at++;
        return true;
      }
      if (this.isValue && this.brackets.length === 0 && this.match(BLOCK_SCALAR) !== undefined) {
        this.blockScalar(indent);
        return true;
      }
      if (this.isKey && this.key()) this.expect({ key: false, value: true });
      else if (this.isValue && /["']/.test(c)) {
        if (this.match(QUOTED) === undefined) return false;
        this.expect({ key: false, value: false });
      } else this.token(c);
    }
    return true;
  }

  /** Reads a comment, a bracket, a comma, or a character of something else. */
  private token(c: string): void {
    if (c === '#' && /\s/.test(this.text[this.at - 1] ?? '\n')) this.skip(/[^\n]*/y);
    else if (this.isKey && this.brackets.length === 0 && this.dash()) this.expect({ key: true, value: true });
    else if (this.comma()) this.expect({ key: true, value: true });
    else {
      this.at++;
      if (this.isValue && /[{[]/.test(c)) {
        this.brackets.push(c);
        this.expect({ key: c === '{', value: true });
      } else if (this.brackets.length > 0 && /[}\],]/.test(c)) {
        if (c !== ',') this.brackets.pop();
        this.expect({ key: c === ',' && this.brackets.at(-1) === '{', value: c === ',' });
      } else if (c === ':' && /\s|^$/.test(this.text[this.at] ?? ''))
        this.expect({ key: false, value: true });
      else if (!/\s/.test(c)) this.expect({ key: false, value: false });
    }
  }

  private expect({ key, value }: { readonly key: boolean; readonly value: boolean }): void {
    this.isKey = key;
    this.isValue = value;
  }

  private indentation(): void {
    const span = this.skip(INDENT);
    const indent = this.text.slice(span.start, span.end);
    if (!indent.includes('\u3000')) return;
    // On screen the blank is as wide as two, and so is a level.
    const newText = /[\r\n]/.test(this.text[this.at] ?? '\n') ? '' : indent.replace(/[\t\u3000]/g, '  ');
    this.report(span, newText, WORDS.indent, false);
  }

  private dash(): boolean {
    const start = this.at;
    const [, dash, blanks] = this.match(DASH) ?? [];
    if (dash === undefined || blanks === undefined) return false;
    const span = { start, end: this.at };
    if (dash === '－') this.report(span, '- ', WORDS.dash);
    else if (blanks.includes('\u3000')) this.report(span, '- ', WORDS.blank('-'));
    return true;
  }

  private key(): boolean {
    const start = this.at;
    const name = this.match(KEY)?.[2];
    const from = this.at;
    const [, before = '', colon = '', behind = ''] = this.match(COLON) ?? [];
    const isKnown = name !== undefined && (KEYS.has(name) || /^(?:net|kernel|vm|fs)[./]/.test(name));
    const isColon = colon === '：' || behind !== '' || /[\s]|^$/.test(this.text[this.at] ?? '');
    if (!isKnown || !isColon) {
      this.at = start;
      return false;
    }
    const span = { start: from, end: this.at };
    const newText = /[\r\n]|^$/.test(this.text[this.at] ?? '') ? ':' : ': ';
    if (colon === '：') this.report(span, newText, WORDS.colon);
    // Behind a colon and a blank the value has begun: a text may begin with U+3000.
    else if (before.includes('\u3000') || behind.startsWith('\u3000'))
      this.report(span, newText, WORDS.blank(':'));
    return true;
  }

  /** A comma of Japanese between the pairs of a mapping in braces: a key has to follow it. */
  private comma(): boolean {
    const start = this.at;
    const comma = this.brackets.at(-1) === '{' ? this.match(COMMA)?.[1] : undefined;
    const end = this.at;
    const name = comma === undefined ? undefined : this.match(KEY)?.[2];
    this.at = name !== undefined && KEYS.has(name) ? end : start;
    if (this.at === start || comma === undefined) return false;
    this.report({ start, end }, ', ', WORDS.comma(comma));
    return true;
  }

  /** The lines of a block scalar: those that are further right than the line that it begins in. */
  private blockScalar(indent: number): void {
    this.skip(/[^\n]*\n?/y);
    while (this.at < this.text.length) {
      const start = this.at;
      const own = this.skip(/[ ]*/y);
      const isBlank = /[\r\n]/.test(this.text[this.at] ?? '\n');
      if (!isBlank && own.end - own.start <= indent) {
        this.at = start;
        return;
      }
      this.skip(/[^\n]*\n?/y);
    }
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }

  private skip(pattern: RegExp): Span {
    const start = this.at;
    this.match(pattern);
    return { start, end: this.at };
  }

  private report(span: Span, newText: string, message: Text, safe = true): void {
    const problem: Problem = {
      code: 'yaml/syntax',
      severity: 'error',
      span,
      message,
      fixes: [
        {
          title: { en: 'Write it in ASCII', ja: '半角に変更' },
          edits: [{ span, newText }],
          preferred: true,
          safe,
        },
      ],
    };
    this.found.push({ span, newText, problem });
  }
}

const WORDS = {
  indent: {
    en: 'This line begins with a full-width blank (全角, U+3000), which YAML takes for a letter. Indent with ASCII spaces.',
    ja: '行頭に全角の空白（U+3000）があります。YAML では文字として扱われるため、半角の空白でインデントしてください。',
  },
  colon: {
    en: 'The colon `：` is full width (全角). Behind a key YAML wants the ASCII colon and a space.',
    ja: 'コロン「：」が全角です。キーの後には半角の `:` と空白を書いてください。',
  },
  dash: {
    en: 'The hyphen `－` is full width (全角). An entry of a list begins with the ASCII hyphen and a space.',
    ja: 'ハイフン「－」が全角です。リストの項目は半角の `-` と空白で始めてください。',
  },
  comma: (comma: string): Text => ({
    en: `The comma \`${comma}\` is full width (全角). In braces YAML wants the ASCII comma.`,
    ja: `「${comma}」が全角です。\`{ }\` の中は半角の \`,\` で区切ってください。`,
  }),
  blank: (mark: string): Text => ({
    en: `The blank beside \`${mark}\` is full width (全角, U+3000), which YAML takes for a letter. Use an ASCII space.`,
    ja: `\`${mark}\` の隣の空白が全角（U+3000）です。YAML では文字として扱われるため、半角の空白を使ってください。`,
  }),
};

const KEYS: ReadonlySet<string> = new Set(keysOf(routerSchema));

function keysOf(schema: Schema): string[] {
  switch (schema.kind) {
    case 'object':
      return Object.entries(schema.fields).flatMap(([key, field]) => [key, ...keysOf(field.schema)]);
    case 'list':
    case 'map':
      return keysOf(schema.item);
    case 'either':
      return keysOf(schema.object);
    case 'scalar':
      return [];
  }
}
