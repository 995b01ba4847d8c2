import type { Locale } from '../text.ts';

/** Where the documentation lives; the pages of the rules are generated from the rules themselves into docs/. */
const DOCUMENTATION = 'https://github.com/router-spec/router-spec/blob/main/docs';

/** The page of a rule in the given language. */
export function ruleUrl(code: string, locale: Locale): string {
  return `${DOCUMENTATION}/${locale === 'ja' ? 'ja/' : ''}rules/${code}.md`;
}
