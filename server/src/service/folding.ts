import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { FoldingRange } from 'vscode-languageserver-types';
import type { LineIndex } from '../core/spec/line-index.ts';
import type { DocumentState } from './document-state.ts';

/** How many ranges are given; a file that has more is no router. */
const MOST = 5000;

/** What can be folded: blocks and lists that go over several lines, comments of several lines, and `# region` … `# endregion`. */
export function foldingRanges({ analysis }: DocumentState): FoldingRange[] {
  const { document } = analysis;
  const { lines, text } = document;
  const ranges: FoldingRange[] = [];
  const seen = new Set<string>();
  for (const entry of document.entries) {
    if (entry.aliased || entry.path.length === 0) continue;
    const start = lines.positionAt(entry.key?.start ?? entry.value.start).line;
    let end = entry.value.end;
    while (end > entry.value.start && /\s/.test(text[end - 1] ?? '')) end--;
    const last = lines.positionAt(end).line;
    if (last <= start || seen.has(`${start}-${last}`)) continue;
    seen.add(`${start}-${last}`);
    ranges.push({ startLine: start, endLine: last });
    if (ranges.length >= MOST) break;
  }
  return [...ranges, ...commentRanges(lines)];
}

/** Comments of several lines, and what stands between the marks of a region. */
function commentRanges(lines: LineIndex): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const regions: number[] = [];
  let first: number | undefined;
  for (let line = 0; line <= lines.lineCount; line++) {
    const comment =
      line < lines.lineCount ? /^\s*#\s*(region\b|endregion\b)?/.exec(lines.lineText(line)) : null;
    if (comment?.[1] === 'region') regions.push(line);
    if (comment?.[1] === 'endregion') {
      const start = regions.pop();
      if (start !== undefined)
        ranges.push({ startLine: start, endLine: line, kind: FoldingRangeKind.Region });
    }
    if (comment !== null && comment[1] === undefined) {
      first ??= line;
    } else {
      if (first !== undefined && line - 1 > first)
        ranges.push({ startLine: first, endLine: line - 1, kind: FoldingRangeKind.Comment });
      first = undefined;
    }
  }
  return ranges;
}
