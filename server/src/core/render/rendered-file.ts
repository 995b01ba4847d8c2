import type { Path } from '../problem.ts';
import type { Source } from '../source.ts';

/** Where the value of a secret goes, which decides what it may be and how it is written. */
export type SecretPlace =
  /** The passphrase of a Wi-Fi network in hostapd.conf; `sae` where WPA3 needs the phrase itself, so that no key will do. */
  | { readonly kind: 'wifi'; readonly ssid: string; readonly sae: boolean }
  /** A credential in a configuration file of curl. */
  | { readonly kind: 'credential'; readonly parameter: string };

/** The secret that a line holds: in place of its `${secret:NAME}` stands the value once the file is deployed. */
export interface LineSecret {
  readonly name: string;
  readonly place: SecretPlace;
}

/** One line of a generated file, and the values of the spec that it comes from. */
export interface RenderedLine {
  readonly text: string;
  /** Paths into router.yaml; empty where the line follows from no value in particular. */
  readonly from: readonly Path[];
  readonly secret?: LineSecret;
  /** What demands that the line is as it is, where a standard does. */
  readonly source?: Source;
}

/** A file that a router gets. The same router always gives the same bytes. */
export interface RenderedFile {
  /** Absolute path on the router; what is only shown has a bare name. */
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

  /** Adds a line that is as it is because a standard says so, where there is one. */
  addCited(source: Source | undefined, text: string, ...from: Path[]): this {
    this.collected.push({ text, from, ...(source === undefined ? {} : { source }) });
    return this;
  }

  /** Adds a line whose `${secret:NAME}` stands for the value of a secret. */
  addSecret(text: string, secret: LineSecret, ...from: Path[]): this {
    this.collected.push({ text, from, secret });
    return this;
  }

  get lines(): readonly RenderedLine[] {
    return this.collected;
  }
}
