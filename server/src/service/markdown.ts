import type { MarkupContent } from 'vscode-languageserver-types';
import { clip } from '../core/spec/scalars.ts';

/** Markdown by parts. Everything that comes from a spec goes through `code`, so that it cannot become markup. */

/** Inline code. What the spec says is shortened, and control characters and backticks are taken out. */
export function code(text: string | number): string {
  return `\`${typeof text === 'number' ? text : clip(text)}\``;
}

/** Text that others wrote, as text: nothing in it becomes markup. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A block of preformatted text; used for drawings, whose text is computed and holds no fence. */
export function block(lines: readonly string[]): string {
  return ['```text', ...lines, '```'].join('\n');
}

/** A list, one entry a line. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Paragraphs with empty lines between them; absent ones are left out. */
export function paragraphs(parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join('\n\n');
}

/** A link to a source: an address as it is, `github:owner/name` as its page. */
export function sourceLink(source: string): string {
  const github = /^github:([\w.-]+\/[\w.-]+)$/.exec(source)?.[1];
  return github === undefined ? `<${source}>` : `[${github}](https://github.com/${github})`;
}

/** Markdown as a client wants it. */
export function markup(text: string): MarkupContent {
  return { kind: 'markdown', value: text };
}
