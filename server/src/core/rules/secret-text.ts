import type { Path } from '../problem.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import { scalarText } from '../spec/yaml-text.ts';

/** A reference to a secret as YAML for a place in the text: in flow style its braces need quotes. */
export function secretText(document: SpecDocument, path: Path, name: string): string {
  const reference = `\${secret:${name}}`;
  const isQuoted = ["'", '"'].includes(document.entry(path)?.quote ?? '');
  return isQuoted ? reference : scalarText(reference, document.isInFlow(path));
}

/** A name for the secret of a place that neither the spec uses nor `taken` has, so that two values do not become one. */
export function freeSecretName(
  document: SpecDocument,
  path: Path,
  taken: ReadonlySet<string> = new Set(),
): string {
  const [block, index] = path;
  const radio = typeof index === 'number' ? document.spec.wifi?.[index]?.interface : undefined;
  const key = path.at(-1);
  const names =
    block === 'wifi'
      ? ['wifi', ...(radio === undefined ? [] : [`wifi-${radio}`])]
      : [key === 'password' ? 'update' : `update-${String(key)}`];
  const isFree = (name: string): boolean => !taken.has(name) && !document.text.includes(`\${secret:${name}}`);
  for (let number = 2; ; number++) {
    const free = names.find(isFree);
    if (free !== undefined) return free;
    names.push(`${names[0] ?? 'secret'}-${number}`);
  }
}
