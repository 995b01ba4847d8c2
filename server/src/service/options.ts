import type { Locale } from '../core/text.ts';

/** What every feature is told about its client. */
export interface ServiceOptions {
  readonly locale: Locale;
}

/** Picks the text of the client's language. Both are always written side by side. */
export type Say = (en: string, ja: string) => string;

/** The picker for a language. */
export function sayIn(locale: Locale): Say {
  return (en, ja) => (locale === 'ja' ? ja : en);
}
