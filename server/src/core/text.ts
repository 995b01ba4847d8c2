/**
 * A string that a user sees, in both languages of the product. Keeping the pair together where it is written means
 * that no message can be added without its Japanese, and that both are filled with the same values.
 */
export interface Text {
  readonly en: string;
  readonly ja: string;
}

export type Locale = keyof Text;

/** The text in the given language. */
export function say(text: Text, locale: Locale): string {
  return text[locale];
}

/** Joins pieces of a Japanese sentence, with a blank where a Latin word or a number meets Japanese letters. */
export function joinJa(...pieces: readonly string[]): string {
  return pieces.reduce((text, piece) => {
    const seam = `${text.at(-1) ?? ''}${piece.charAt(0)}`;
    return `${text}${SEAM.test(seam) ? ' ' : ''}${piece}`;
  }, '');
}

const SEAM = /^(?:[!-~][\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]|[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}][!-~])$/u;

/** The language for an editor or environment locale such as `ja`, `ja-JP`, `ja_JP.UTF-8` or `en-US`. */
export function localeOf(tag: string | undefined): Locale {
  return tag !== undefined && /^ja(?:[-_.]|$)/i.test(tag) ? 'ja' : 'en';
}

/** The language of messages that the environment of a process asks for; an empty variable is none (POSIX, 8.2). */
export function localeOfEnvironment(env: Readonly<Record<string, string | undefined>>): Locale {
  return localeOf([env.LC_ALL, env.LC_MESSAGES, env.LANG].find(Boolean));
}
