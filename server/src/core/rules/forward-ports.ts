import type { Path } from '../problem.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { RuleFix } from './rule.ts';
import { replacePart, textSpan } from './spans.ts';

/** Gives a forward another port outside; nothing where none is free. `path` is that of the port, in either form. */
export function moveToPort(
  document: SpecDocument,
  path: Path,
  port: number,
  free: number | undefined,
): RuleFix[] {
  if (free === undefined) return [];
  return [
    {
      title: {
        en: `Change to ${free}, the nearest free port of this line`,
        ja: `この回線で最も近い空きポート ${free} に変更`,
      },
      edits: replacePart(document, path, textSpan(document, path), String(port), String(free)),
      // Whoever connects has to be told the new port.
      safe: false,
    },
  ];
}
