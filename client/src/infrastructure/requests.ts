import type { CancellationToken } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RequestShape } from '../../../server/src/lsp/protocol.ts';

/** Sends one of the product's own requests; the types are those of the protocol file. */
export async function ask<P, R>(
  client: BaseLanguageClient,
  request: RequestShape<P, R>,
  parameters: P,
  token?: CancellationToken,
): Promise<R> {
  // Whatever stands behind the parameters goes over the wire, an undefined token too.
  return token === undefined
    ? client.sendRequest<R>(request.method, parameters)
    : client.sendRequest<R>(request.method, parameters, token);
}

/** Answers one of the server's own requests. */
export function answer<P, R>(
  client: BaseLanguageClient,
  request: RequestShape<P, R>,
  handler: (parameters: P) => Promise<R> | R,
): { dispose(): void } {
  return client.onRequest(request.method, async (parameters: P): Promise<unknown> => handler(parameters));
}
