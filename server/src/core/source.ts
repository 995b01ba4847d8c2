import type { Text } from './text.ts';

/** Where the truth of something comes from. */
export interface Source {
  /** A text where it is not the same in every language. */
  readonly title: Text | string;
  readonly url?: string;
}

/** An RFC, or a section of it such as `5.1`. */
export function rfc(number: number, section?: string): Source {
  const page = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section === undefined
    ? { title: `RFC ${number}`, url: page }
    : {
        title: {
          en: `RFC ${number} section ${section}`,
          ja: `RFC ${number} ${section} ${section.includes('.') ? '節' : '章'}`,
        },
        url: `${page}#section-${section}`,
      };
}

/** A source as Markdown: its title, with a link where there is one. */
export function sourceText({ title, url }: Source): Text {
  const linked = (text: string): string => (url === undefined ? text : `[${text}](${url})`);
  return typeof title === 'string'
    ? { en: linked(title), ja: linked(title) }
    : { en: linked(title.en), ja: linked(title.ja) };
}
