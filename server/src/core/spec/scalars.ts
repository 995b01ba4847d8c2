import { joinJa } from '../text.ts';
import type { Text } from '../text.ts';
import { fail, ok } from '../net/result.ts';
import type { ClosedValue, JsonSchema, ScalarSchema } from './schema-types.ts';

/** Builders for scalars that are not addresses. Each parses from the text of the YAML scalar, whatever YAML would make of it. */

/** A whole number between `min` and `max`, decimal, or hexadecimal with `0x` where `hex` is set. */
export function integer(
  min: number,
  max: number,
  options: { type?: string; hex?: boolean; what?: Text } = {},
): ScalarSchema<number> {
  const what = options.what ?? { en: 'a whole number', ja: '整数' };
  const shape =
    min === max
      ? { en: `the number ${min}`, ja: `数値 ${min}` }
      : { en: `${what.en} from ${min} to ${max}`, ja: joinJa(`${min} から ${max} までの`, what.ja) };
  return {
    kind: 'scalar',
    type: options.type ?? 'integer',
    shape,
    parse(text) {
      const decimal = /^(?:0|[1-9]\d{0,15})$/.test(text);
      const hexadecimal = options.hex === true && /^0x[0-9a-f]{1,12}$/i.test(text);
      if (!decimal && !hexadecimal)
        return fail(
          `\`${clip(text)}\` is not ${shape.en}.`,
          joinJa(`\`${clip(text)}\` は`, shape.ja, 'ではありません。'),
        );
      const value = Number(text);
      return value < min || value > max
        ? fail(
            `${text} is out of range: it must be ${shape.en}.`,
            joinJa(`${text} は範囲外です。`, shape.ja, 'を指定してください。'),
          )
        : ok(value);
    },
    format: (value) => (options.hex === true ? `0x${value.toString(16)}` : String(value)),
    json:
      options.hex === true
        ? { type: ['integer', 'string'] }
        : { type: 'integer', minimum: min, maximum: max },
  };
}

/** `true` or `false`; YAML 1.1's yes, no, on and off are refused with the word to use instead. */
export const boolean: ScalarSchema<boolean> = {
  kind: 'scalar',
  type: 'boolean',
  shape: { en: '`true` or `false`', ja: '`true` または `false`' },
  parse(text) {
    if (text === 'true') return ok(true);
    if (text === 'false') return ok(false);
    return fail(
      `\`${clip(text)}\` is not a yes-or-no value: write \`true\` or \`false\`.`,
      `\`${clip(text)}\` は真偽値ではありません。\`true\` か \`false\` と書いてください。`,
    );
  },
  format: String,
  json: { type: 'boolean' },
  values: [
    { value: 'true', docs: { en: 'Yes.', ja: '有効にします。' } },
    { value: 'false', docs: { en: 'No.', ja: '無効にします。' } },
  ],
};

/** One of a few words. */
export function choice<const V extends string>(values: Readonly<Record<V, Text>>): ScalarSchema<V> {
  const words = Object.keys(values) as V[];
  const closed: ClosedValue[] = words.map((value) => ({ value, docs: values[value] }));
  const listed = words.map((word) => `\`${word}\``);
  return {
    kind: 'scalar',
    type: 'choice',
    shape: { en: `one of ${listed.join(', ')}`, ja: `${listed.join('、')} のいずれか` },
    parse(text) {
      const found = words.find((word) => word === text);
      return found === undefined
        ? fail(
            `\`${clip(text)}\` is not known here. Use one of ${listed.join(', ')}.`,
            `\`${clip(text)}\` は使えません。${listed.join('、')} のいずれかを指定してください。`,
          )
        : ok(found);
    },
    format: String,
    json: { enum: words },
    values: closed,
  };
}

interface PatternOptions {
  readonly type: string;
  readonly shape: Text;
  readonly pattern: RegExp;
  readonly values?: readonly ClosedValue[];
  readonly json?: JsonSchema;
}

/** A word of a certain form. The whole text must match `pattern`, which must be anchored. */
export function pattern(options: PatternOptions): ScalarSchema<string> {
  return {
    kind: 'scalar',
    type: options.type,
    shape: options.shape,
    parse(text) {
      return options.pattern.test(text)
        ? ok(text)
        : fail(
            `\`${clip(text)}\` is not ${options.shape.en}.`,
            joinJa(`\`${clip(text)}\` は`, options.shape.ja, 'ではありません。'),
          );
    },
    format: String,
    json: options.json ?? { type: 'string', pattern: options.pattern.source },
    ...(options.values === undefined ? {} : { values: options.values }),
  };
}

/** A number of seconds, written as `90`, `120s`, `5m`, `12h` or `7d`. The value is in seconds. */
export function duration(min: number, max: number): ScalarSchema<number> {
  const unit: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };
  const shape = {
    en: `a duration such as 120s, 5m, 12h or 7d (from ${formatDuration(min)} to ${formatDuration(max)})`,
    ja: `120s、5m、12h、7d のような時間（${formatDuration(min)} から ${formatDuration(max)}）`,
  };
  return {
    kind: 'scalar',
    type: 'duration',
    shape,
    parse(text) {
      const match = /^(\d{1,9})([smhd]?)$/.exec(text);
      const seconds = match === null ? Number.NaN : Number(match[1]) * (unit[match[2] ?? ''] ?? 1);
      return seconds >= min && seconds <= max
        ? ok(seconds)
        : fail(
            `\`${clip(text)}\` is not ${shape.en}.`,
            joinJa(`\`${clip(text)}\` は`, shape.ja, 'ではありません。'),
          );
    },
    format: formatDuration,
    json: { type: ['string', 'integer'], pattern: '^\\d{1,9}[smhd]?$' },
  };
}

/** Seconds in the largest unit that divides them: 43200 -> `12h`. */
export function formatDuration(seconds: number): string {
  for (const [unit, size] of [
    ['d', 86400],
    ['h', 3600],
    ['m', 60],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}

/** A secret by its name, or a text that stands in the file itself. */
export type SecretOr =
  { readonly kind: 'secret'; readonly name: string } | { readonly kind: 'literal'; readonly text: string };

const SECRET_NAME = /[A-Za-z0-9][A-Za-z0-9_.-]{0,62}/;
const SECRET = new RegExp(`^\\$\\{secret:(${SECRET_NAME.source})\\}$`);

/** The name in `${secret:NAME}`. Nothing declares it: the secret itself is kept outside of the spec. */
const secretName: ScalarSchema<string> = {
  ...pattern({
    type: 'secret-name',
    shape: {
      en: 'the name of a secret (letters, digits, `.`, `_` and `-`, at most 63 of them, a letter or digit first)',
      ja: 'シークレット名（英数字と `.` `_` `-`、63 文字以内、先頭は英数字）',
    },
    pattern: new RegExp(`^${SECRET_NAME.source}$`),
  }),
  naming: { kind: 'secret', role: 'reference', of: (name) => name },
};

/** Makes a scalar accept `${secret:NAME}` beside a literal; the literal is checked by `check`, which says what is wrong or nothing. */
export function secretOr(shape: Text, check: (text: string) => Text | undefined): ScalarSchema<SecretOr> {
  return {
    kind: 'scalar',
    type: 'secret',
    shape: { en: `\`\${secret:NAME}\`, or ${shape.en}`, ja: joinJa('`${secret:NAME}`、または', shape.ja) },
    parse(text) {
      const match = SECRET.exec(text);
      if (match?.[1] !== undefined) return ok({ kind: 'secret', name: match[1] });
      if (text.startsWith('${')) {
        return fail(
          'This is not a valid secret reference. Write `${secret:NAME}`, where NAME is letters, digits, dots, hyphens and underscores.',
          'シークレット参照の書式が正しくありません。`${secret:名前}` と書いてください。名前に使えるのは英数字とドット、ハイフン、アンダースコアです。',
        );
      }
      const reason = check(text);
      return reason === undefined ? ok({ kind: 'literal', text }) : { ok: false, reason };
    },
    format: (value) => (value.kind === 'secret' ? `\${secret:${value.name}}` : value.text),
    json: { type: 'string' },
    form: {
      template: '${secret:{name}}',
      pattern: /^\$\{secret:(?<name>[^}\s]*)\}?$/d,
      parts: { name: { label: { en: 'name', ja: '名前' }, schema: secretName } },
    },
  };
}

/** Shortens what a user wrote for use inside a message, and takes control characters out. */
export function clip(text: string): string {
  // eslint-disable-next-line no-control-regex -- Control characters are what is to be removed.
  const clean = text.replace(/[\u0000-\u001f\u007f`]/g, ' ');
  return clean.length > 60 ? `${clean.slice(0, 57)}…` : clean;
}
