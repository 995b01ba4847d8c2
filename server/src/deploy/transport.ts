import type { OperationName } from './agent.ts';

/** What is to be run on the router: the agent that stands in the bundle on standard input. */
export interface Operation {
  readonly name: OperationName;
  /** SHA-256 of the bundle's MANIFEST, in hexadecimal. */
  readonly manifestSha256: string;
}

export interface ExecOptions {
  /** Ends the connection. What that means for the router depends on how far it was; see `deploy`. */
  readonly signal?: AbortSignal | undefined;
  /** Every line of standard output as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Another address of the same router, which must show the same host key. */
  readonly address?: string | undefined;
}

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit status; 255 where the connection failed, and undefined where we ended it ourselves. */
  readonly exit: number | undefined;
}

/** Runs one operation over one connection that no other operation has used or will use. */
export interface Transport {
  exec(operation: Operation, stdin: Uint8Array, options?: ExecOptions): Promise<ExecResult>;
}
