import snippets from '../../../../snippets/router-spec.json';
import { say } from '../../core/text.ts';
import type { Locale } from '../../core/text.ts';

/** A whole spec, for a file that has nothing yet. */
export interface Template {
  readonly label: string;
  readonly detail: string;
  /** In the snippet syntax of the Language Server Protocol. */
  readonly text: string;
}

/** Those of the snippets that are whole specs; what they are is told in English and Japanese, with a slash between. */
export function templates(locale: Locale): Template[] {
  return Object.values(snippets).flatMap(({ prefix: [label = ''], description, body }) => {
    if (!body[0]?.startsWith('version:')) return [];
    const [en = '', ja = ''] = description.split(' / ');
    return [{ label, detail: say({ en, ja }, locale), text: body.join('\n') }];
  });
}
