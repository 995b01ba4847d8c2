import type { Analysis } from '../core/analysis.ts';
import type { Router } from '../core/derive/router.ts';
import { formatIpv4, formatIpv6 } from '../core/net/address.ts';
import { contentOf } from '../core/render/rendered-file.ts';
import { fillSecrets, secretUsesOf } from '../core/render/secrets.ts';
import type { SecretUse } from '../core/render/secrets.ts';
import { WORDS } from '../core/render/word.ts';
import { packagesOf, replacedServices, servicesOf } from '../core/render/services.ts';
import { DeployError, failure } from './failures.ts';
import type { DeployRequest, DeployTarget, HealthCheck } from './types.ts';

/** Gives the value of a secret, or undefined where there is none. */
export type SecretSource = (use: SecretUse) => Promise<string | undefined>;

/** A request to deploy a spec, and the secrets that it holds, which nothing may show. */
export interface SpecRequest {
  readonly request: DeployRequest;
  readonly secrets: readonly string[];
}

/** How the router of a spec is reached. `sshConfig` is a file for `ssh -F` instead of the user's own. */
export function targetOf(router: Router, sshConfig: string | undefined): DeployTarget {
  const { deploy, hostname, lan } = router;
  const address = formatIpv4(lan.address.address);
  return {
    routerId: hostname,
    host: deploy.host,
    user: deploy.user,
    // The port of ssh_config holds where the spec has none of its own.
    port: deploy.port === 22 ? undefined : deploy.port,
    sshConfig,
    windowSeconds: deploy.window,
    alsoConfirmAt: address === deploy.host ? [] : [address],
  };
}

/**
 * Makes the request that puts a spec on its router: the rendered files with their secrets filled in. Throws a
 * DeployError for a spec with errors, for a secret that is missing, and for one that does not fit its place.
 */
export async function requestOf(
  analysis: Analysis,
  source: SecretSource,
  sshConfig: string | undefined,
): Promise<SpecRequest> {
  const { router } = analysis;
  const errors = analysis.problems().filter((problem) => problem.severity === 'error');
  if (router === undefined || errors.length > 0)
    throw new DeployError(failure('spec-errors', String(errors.length)));
  const deployed = analysis.files.filter((file) => file.deployed);
  const values = new Map<string, string>();
  for (const use of secretUsesOf(deployed)) {
    const value = await source(use);
    if (value === undefined) throw new DeployError(failure('secret-missing', use.name));
    values.set(use.name, value);
  }
  const filled = fillSecrets(deployed, values);
  if (!filled.ok) throw new DeployError({ ...failure('secret-unfit'), text: filled.reason });
  const request: DeployRequest = {
    target: targetOf(router, sshConfig),
    files: filled.value.map((file) => ({ path: file.path, mode: file.mode, content: contentOf(file) })),
    packages: packagesOf(router),
    services: servicesOf(router),
    replaces: replacedServices(router),
    backups: Math.max(1, router.system.lbu.backups),
    media: router.system.lbu.media,
    checks: checksOf(router),
  };
  return { request, secrets: [...values.values()] };
}

/** What should work after a deploy if it worked before: the internet over both protocols, and names. */
function checksOf(router: Router): HealthCheck[] {
  const ipv4 = router.dns.upstream.find((server) => server.family === 4);
  const ipv6 = router.dns.upstream.find((server) => server.family === 6);
  const mirror = mirrorHost(router);
  return [
    ...(ipv4 === undefined ? [] : [{ kind: 'ping4' as const, what: formatIpv4(ipv4) }]),
    ...(ipv6 === undefined ? [] : [{ kind: 'ping6' as const, what: formatIpv6(ipv6) }]),
    ...(mirror === undefined || !router.dns.serve ? [] : [{ kind: 'resolve' as const, what: mirror }]),
  ];
}

/** A name that can be looked up: that of the host where the packages come from; undefined where that is an address. */
export function mirrorHost({ system }: Router): string | undefined {
  const host = /^https?:\/\/([^/:]+)(?::\d+)?(?:\/|$)/.exec(system.mirror)?.[1]?.toLowerCase();
  return host !== undefined && WORDS.host.test(host) && /[a-z]/.test(host) ? host : undefined;
}
