import type { WorkspaceEdit } from 'vscode-languageserver-types';

/** A value in clear text that is to become a secret. */
export interface ExtractedSecret {
  readonly name: string;
  readonly value: string;
  /** The version of the document that the edit is for. */
  readonly version: number;
  /** Writes the name instead of the value. */
  readonly edit: WorkspaceEdit;
}
