import type { Path } from '../problem.ts';

/** One line of a generated file, and the values of the spec that it comes from. */
export interface RenderedLine {
  readonly text: string;
  /** Paths into router.yaml; empty where the line follows from no value in particular. */
  readonly from: readonly Path[];
}

/** A file that a router gets. The same router always gives the same bytes. */
export interface RenderedFile {
  /** Absolute path on the router. */
  readonly path: string;
  /** Permission bits, for example 0o644. */
  readonly mode: number;
  /** The language that an editor shows it in: `nftables`, `shellscript`, `ini`, `markdown`, `plaintext`. */
  readonly language: string;
  readonly lines: readonly RenderedLine[];
  /** Whether a deploy puts it on the router; the installation guide is only shown. */
  readonly deployed: boolean;
}

/** The bytes of a file: its lines, each with a line feed. */
export function contentOf(file: RenderedFile): string {
  return file.lines.map((line) => `${line.text}\n`).join('');
}

/** Collects the lines of a file. */
export class LineWriter {
  private readonly collected: RenderedLine[] = [];

  /** Adds a line, or several where the text has line feeds, that come from the given paths. */
  add(text: string, ...from: Path[]): this {
    for (const line of text.split('\n')) this.collected.push({ text: line, from });
    return this;
  }

  get lines(): readonly RenderedLine[] {
    return this.collected;
  }
}
