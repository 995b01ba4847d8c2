import { analyze } from '../core/analysis.ts';
import type { Analysis } from '../core/analysis.ts';
import type { Problem, Severity } from '../core/problem.ts';
import { NameIndex } from './names.ts';

/** Severities by code instead of the rules' own; `off` leaves a rule out. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

const NONE: readonly DocumentState[] = [];

/**
 * One version of an open document with all that is known about it. Every feature works from this, so a version is
 * parsed, derived and checked once; a version that nobody asks about is not parsed at all.
 */
export class DocumentState {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  private analyzed: Analysis | undefined;
  private indexed: NameIndex | undefined;
  private checked:
    | {
        readonly severities: Severities;
        readonly others: readonly DocumentState[];
        readonly problems: readonly Problem[];
      }
    | undefined;

  constructor(uri: string, version: number, text: string) {
    this.uri = uri;
    this.version = version;
    this.text = text;
  }

  get analysis(): Analysis {
    return (this.analyzed ??= analyze(this.text));
  }

  /** Parses now instead of when something is first asked. */
  prepare(): void {
    this.analyzed ??= analyze(this.text);
  }

  /** The names of this version. */
  get names(): NameIndex {
    return (this.indexed ??= new NameIndex(this.analysis.document));
  }

  /** The problems of this version; computed once for the same severities and the same others. */
  problems(severities: Severities, others: readonly DocumentState[] = NONE): readonly Problem[] {
    const same =
      this.checked?.severities === severities &&
      this.checked.others.length === others.length &&
      others.every((each, index) => each === this.checked?.others[index]);
    if (!same || this.checked === undefined) {
      const neighbours = others.map(({ uri, analysis }) => ({ uri, document: analysis.document }));
      const problems = this.analysis.problems({ severities, others: neighbours });
      this.checked = { severities, others, problems };
    }
    return this.checked.problems;
  }
}
