import type { PortUse } from '../core/diagnosis/port-use.ts';
import type { DocumentState } from '../service/document-state.ts';

/** Something that was measured on a router, and when. */
export interface Measured {
  readonly use: PortUse;
  readonly time: Date;
}

/** What was last measured on the router of each spec. It belongs to one version of the text, and goes with it. */
export class Measurements {
  private readonly known = new WeakMap<DocumentState, Measured>();

  of(state: DocumentState): Measured | undefined {
    return this.known.get(state);
  }

  keep(state: DocumentState, measured: Measured): void {
    this.known.set(state, measured);
  }

  forget(state: DocumentState): void {
    this.known.delete(state);
  }
}
