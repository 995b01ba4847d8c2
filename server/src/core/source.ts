/** Where the truth of something comes from. */
export interface Source {
  readonly title: string;
  readonly url?: string;
}

/** An RFC, or a section of it such as `5.1`. */
export function rfc(number: number, section?: string): Source {
  const page = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section === undefined
    ? { title: `RFC ${number}`, url: page }
    : { title: `RFC ${number} section ${section}`, url: `${page}#section-${section}` };
}
