/** A zero-based line and a zero-based column in UTF-16 code units, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets into lines and columns and back. Lines end with LF, CRLF or a lone CR, as in the Language Server Protocol. */
export class LineIndex {
  private readonly starts: number[] = [0];
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) this.starts.push(i + 1);
    }
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The offset at which a line begins; lines past the end begin at the end. */
  lineStart(line: number): number {
    return this.starts[Math.max(0, line)] ?? this.text.length;
  }

  /** The offset of the end of a line, without its line ending. */
  lineEnd(line: number): number {
    let end = line + 1 < this.starts.length ? this.lineStart(line + 1) : this.text.length;
    while (end > this.lineStart(line) && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return end;
  }

  lineText(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineEnd(line));
  }

  positionAt(offset: number): Position {
    const wanted = Math.min(Math.max(0, offset), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: wanted - this.lineStart(low) };
  }

  /** The offset of a position; a column past the end of its line means the end of the line. */
  offsetAt(position: Position): number {
    if (position.line >= this.starts.length) return this.text.length;
    return Math.min(
      this.lineStart(position.line) + Math.max(0, position.character),
      this.lineEnd(position.line),
    );
  }
}
