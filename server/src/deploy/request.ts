import { DeployError, failure } from './failures.ts';
import { checkTarget } from './ssh-args.ts';
import type { DeployRequest } from './types.ts';

/** The list of what the last deploy left on the router, so that changes made there since can be seen. */
export const MANIFEST_PATH = '/etc/router-spec/manifest';

/** The list of packages, which the deploy shares with whoever else installs any. */
export const WORLD = '/etc/apk/world';

const MODES = new Set([0o600, 0o644, 0o700, 0o755]);
const ALLOWED = /^\/(?:etc|usr\/libexec\/router-spec|var\/svc\.d)\/[A-Za-z0-9._/@+-]+$/;
const FORBIDDEN = /\/\.\.?(?:\/|$)|\/\/|\/$|^\/etc\/(?:passwd|shadow|group)$|^\/etc\/ssh\//;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

/** May a deploy write to this path? The agent asks the same again. */
export function isManageable(path: string): boolean {
  return ALLOWED.test(path) && !FORBIDDEN.test(path) && path !== MANIFEST_PATH;
}

/**
 * Throws a DeployError for a request that could do something else than it says. What is checked here was rendered from
 * checked values already; this is the last look before it becomes lines of text that a shell reads.
 */
export function checkRequest(request: DeployRequest): void {
  checkTarget(request.target);
  const paths = new Set<string>();
  for (const { path, mode, content } of request.files) {
    if (!isManageable(path) || paths.has(path)) throw bad(path);
    if (!MODES.has(mode)) throw bad(`${path} (mode ${mode.toString(8)})`);
    // What we render has none; a state that the router kept is put back as it was.
    if (typeof content === 'string' && content.includes('\0')) throw bad(`${path} (NUL)`);
    paths.add(path);
  }
  for (const name of request.packages) if (!NAME.test(name)) throw bad(name);
  for (const { name, runlevel, reads = [] } of request.services) {
    if (!NAME.test(name) || !/^(?:sysinit|boot|default)$/.test(runlevel)) throw bad(`${name} (${runlevel})`);
    for (const path of reads) if (!isManageable(path.replace(/\/$/, '/x'))) throw bad(`${name} (${path})`);
  }
  for (const name of request.replaces ?? []) if (!NAME.test(name)) throw bad(name);
  for (const { what } of request.checks ?? [])
    if (!/^[A-Za-z0-9:][A-Za-z0-9.:_-]*$/.test(what)) throw bad(what);
  whole(request.target.windowSeconds, 1, 900);
  whole(request.backups, 1, 100);
  whole(request.settleSeconds ?? 5, 0, 60);
}

function whole(value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) throw bad(String(value));
}

function bad(what: string): DeployError {
  return new DeployError(failure('bad-request', what));
}
