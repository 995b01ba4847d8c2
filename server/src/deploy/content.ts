import { isUtf8 } from 'node:buffer';

/** What a file holds: its text, or its bytes where they are no text in UTF-8. What we render is text. */
export type Content = string | Uint8Array;

/** Control characters that belong in a text: tab, line feed, form feed, carriage return. */
const IN_TEXT = new Set([9, 10, 12, 13]);

/**
 * What the router sends of a file, byte for byte: a file made by hand may have comments in Shift_JIS, or be no text at
 * all. One with other control characters is not for a terminal, so that it is no text either.
 */
export function contentOf(base64: string): Content {
  const bytes = Buffer.from(base64, 'base64');
  const isText = isUtf8(bytes) && bytes.every((byte) => (byte >= 32 && byte !== 127) || IN_TEXT.has(byte));
  return isText ? bytes.toString('utf8') : bytes;
}

/** Content to be looked at by the line; what is no UTF-8 in it is lost. */
export function textOf(content: Content): string {
  return typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
}
