/** Characters of a Japanese keyboard, and the ASCII that is meant by them. */

/** What commas separate, Japanese ones too, in ASCII. */
export function listParts(text: string): string[] {
  return text.split(/[,，、]/).map(narrow);
}

/** What Unicode's compatibility forms do not cover: the arrow, the comma and the full stop of Japanese, and its dashes. */
const ASCII: Readonly<Record<string, string>> = { '→': '->', '、': ',', '。': '.' };
const DASHES = /[〜～ー−‐–―]/g;

/** A text with ASCII in place of what is full width (NFKC, Unicode Standard Annex 15), without blanks around it. */
export function narrow(text: string): string {
  return text
    .replace(/[→、。]/g, (wide) => ASCII[wide] ?? wide)
    .replace(DASHES, '-')
    .normalize('NFKC')
    .trim();
}

/** Whether a text has anything that is not ASCII. */
export function isWide(text: string): boolean {
  return /\P{ASCII}/u.test(text);
}

/** The characters that ASCII has in another width, each once, for a message. */
export function wideIn(text: string): string {
  const found = [...new Set(text)].filter((c) => isWide(c) && !isWide(narrow(c)));
  const shown = found.slice(0, 4).map((c) => (c === '\u3000' ? 'U+3000' : `\`${c}\``));
  return `${shown.join(' ')}${found.length > shown.length ? ' …' : ''}`;
}
