import type { SemanticTokens, SemanticTokensDelta, SemanticTokensEdit } from 'vscode-languageserver';

/** The last tokens that were sent for each document, so that after an edit only the difference is sent. */
export class TokenResults {
  private readonly sent = new Map<string, SemanticTokens>();
  private count = 0;

  /** All tokens of a document, under an id that the next difference can refer to. */
  full(uri: string, data: number[]): SemanticTokens & { readonly resultId: string } {
    const result = { resultId: String(++this.count), data };
    this.sent.set(uri, result);
    return result;
  }

  /** What changed since the result with that id; everything where that is not the last one. */
  delta(uri: string, previous: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const known = this.sent.get(uri);
    const full = this.full(uri, data);
    return known?.resultId === previous
      ? { resultId: full.resultId, edits: difference(known.data, data) }
      : full;
  }

  /** Forgets a document. */
  closed(uri: string): void {
    this.sent.delete(uri);
  }
}

/** The one stretch that differs. Places are relative, so what stands below an edit is mostly the same. */
function difference(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const data = after.slice(start, after.length - same);
  const deleteCount = before.length - same - start;
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
