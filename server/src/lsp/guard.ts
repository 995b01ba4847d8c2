import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection } from 'vscode-languageserver';

/** From here on, a handler is slow enough to be noted in the log, in milliseconds. */
const SLOW = 100;

/**
 * Keeps a mistake in one feature from becoming the end of all: whatever a handler throws is logged, and the client gets
 * the answer that means "nothing here".
 */
export class Guard {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** A handler that answers `otherwise` where `handle` throws, and that a cancelled request does not reach. */
  request<P, R>(
    name: string,
    otherwise: R,
    handle: (params: P, token: CancellationToken) => R | Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError<never>> {
    return async (params, token) => {
      const started = performance.now();
      try {
        const result = await handle(params, token);
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        if (token.isCancellationRequested) return cancelled();
        this.log(name, error);
        return otherwise;
      } finally {
        const took = Math.round(performance.now() - started);
        if (took > SLOW) this.connection.console.log(`${name} took ${took} ms`);
      }
    };
  }

  /** Does something of which nobody waits for the result. */
  async run(name: string, act: () => void | Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.log(name, error);
    }
  }

  private log(name: string, error: unknown): void {
    // The stack names the place of the mistake; the document's text is not part of it.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    try {
      this.connection.console.error(`${name} failed: ${text}`);
    } catch {
      // The client is gone, and with it whoever could read this.
    }
  }
}

function cancelled(): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'cancelled');
}
