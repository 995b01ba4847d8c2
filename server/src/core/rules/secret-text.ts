import type { Path } from '../problem.ts';
import type { SpecDocument } from '../spec/spec-document.ts';

/** A reference to a secret as YAML for a place in the text: in flow style its braces need quotes. */
export function secretText(document: SpecDocument, path: Path, name: string): string {
  const reference = `\${secret:${name}}`;
  const inFlow = path.some((_, length) => document.entry(path.slice(0, length))?.flow === true);
  const quoted = ["'", '"'].includes(document.entry(path)?.quote ?? '');
  return inFlow && !quoted ? `"${reference}"` : reference;
}
