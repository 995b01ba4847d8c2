import { MarkupContent } from 'vscode-languageserver-types';

/** An answer with every text in Markdown turned into plain text, for a client that draws no Markdown. */
export function withoutMarkdown<T>(answer: T): T {
  if (Array.isArray(answer)) return answer.map((each: unknown) => withoutMarkdown(each)) as T;
  if (typeof answer !== 'object' || answer === null) return answer;
  if (MarkupContent.is(answer))
    return {
      kind: 'plaintext',
      value: answer.kind === 'markdown' ? plainText(answer.value) : answer.value,
    } as T;
  return Object.fromEntries(Object.entries(answer).map(([key, each]) => [key, withoutMarkdown(each)])) as T;
}

/** The Markdown of this product as text: what preformatted blocks hold stays as it is, of links the address too. */
function plainText(markdown: string): string {
  return markdown
    .split(/^```.*\n([\s\S]*?)\n```$/m)
    .map((part, index) => (index % 2 === 1 ? part : unmarked(part)))
    .join('');
}

/** Code, bold, links with and without a text, and escaped characters. */
const MARKS = /`([^`]*)`|\*\*|\[([^\]]*)\]\(([^)]*)\)|<(https?:[^>]*)>|\\([\\`*_{}[\]<>#|!~&])/g;

function unmarked(text: string): string {
  return text.replace(
    MARKS,
    (_, code?: string, label?: string, target = '', address?: string, character?: string) =>
      code ?? (label === undefined ? (address ?? character ?? '') : `${unmarked(label)} (${target})`),
  );
}
