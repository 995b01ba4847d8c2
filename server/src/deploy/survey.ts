import { formatRouterAddress } from '../core/survey/address.ts';
import type { RouterAddress } from '../core/survey/address.ts';
import type { RouterFacts } from '../core/survey/facts.ts';
import { routerFacts } from '../core/survey/read-facts.ts';
import { requestFile } from './bundle.ts';
import { Session } from './session.ts';
import type { DeployEnv, DeployTarget } from './types.ts';

/**
 * How a router is reached that has no spec yet. Its key is filed under the host that was typed: what the router calls
 * itself is not known before, and must not stand for another one that has that name.
 */
export function surveyTarget(
  { user, host, port }: RouterAddress,
  sshConfig: string | undefined,
): DeployTarget {
  const name = port === undefined ? host : `${host}-${port}`;
  return {
    routerId: name.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 64),
    host,
    user,
    port,
    sshConfig,
    windowSeconds: 120,
    alsoConfirmAt: [],
  };
}

/**
 * Asks a router what it is made of, over one ssh connection; it only reads. Throws a DeployError if the router cannot be
 * asked.
 */
export async function survey(
  address: RouterAddress,
  target: DeployTarget,
  env: DeployEnv,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<RouterFacts> {
  const events = await new Session(target, env).demand('survey', [requestFile({})], {
    signal: options.signal,
  });
  return routerFacts(formatRouterAddress(address), events);
}
