import base from './agent/10-base.sh';
import plan from './agent/20-plan.sh';
import compose from './agent/25-compose.sh';
import validate from './agent/30-validate.sh';
import snapshot from './agent/40-snapshot.sh';
import apply from './agent/50-apply.sh';
import guard from './agent/60-guard.sh';
import persist from './agent/70-persist.sh';
import history from './agent/75-history.sh';
import diagnose from './agent/80-diagnose.sh';
import survey from './agent/85-survey.sh';
import main from './agent/90-main.sh';
import start from './agent/99-start.sh';
import type { Sandbox } from './types.ts';

/** What the agent and this client have to agree on; a transaction that is pending is finished by its own agent. */
export const PROTOCOL = 1;

/** What a user becomes root by. */
export type Elevation = 'doas' | 'sudo';

/** The operations that the agent knows; `compare` is what `plan` is to a client, for a bundle that was made beforehand. */
export type OperationName =
  | 'plan'
  | 'compare'
  | 'deploy'
  | 'confirm'
  | 'abort'
  | 'status'
  | 'extend'
  | 'history'
  | 'restore'
  | 'diagnose'
  | 'survey';

/** The agent as one shell script. */
export function agentText(sandbox?: Sandbox): string {
  const parts = [
    base,
    plan,
    compose,
    validate,
    snapshot,
    apply,
    guard,
    persist,
    history,
    diagnose,
    survey,
    main,
  ];
  if (sandbox !== undefined) parts.push(`\n${sandbox.prelude}\n`);
  return [...parts, start].join('');
}

/**
 * The command that ssh runs on the router: constants, an operation and one hash in hexadecimal. It unpacks the archive
 * on its standard input into a directory of its own, compares the hash of MANIFEST (which came by another way than the
 * archive) and the hash of every file in MANIFEST, and only then runs the agent that came along. A tar that was cut off
 * may look complete to tar; it never does to this.
 *
 * It works with any login shell that knows single quotes, and becomes root by doas or sudo where that takes no password;
 * where it takes one it says by which, and ends with 77.
 */
export function bootstrap(operation: OperationName, manifestSha256: string, sandbox?: Sandbox): string {
  return command(BECOME, unpack('', sandbox), manifestSha256, operation);
}

/**
 * The same on a terminal, since doas takes a password from nowhere else: asked for it, the client gives it, and the
 * archive only after `@rs root`, as `size` bytes of base64. The terminal is raw, so that it changes none of them.
 */
export function bootstrapOnTerminal(
  by: Elevation,
  operation: OperationName,
  manifestSha256: string,
  size: number,
  sandbox?: Sandbox,
): string {
  const become = [
    'PATH=$PATH:/usr/sbin:/sbin',
    'export PATH',
    'stty raw -echo',
    // Whatever the sudoers(5) of the router would have it ask.
    `exec ${by === 'sudo' ? 'sudo -p "password: "' : by} sh -c "$0" router-spec "$@"`,
  ];
  const receive = `echo "@rs root"; head -c ${size} | base64 -d | `;
  return command(become.join('; '), unpack(receive, sandbox), manifestSha256, operation);
}

/** The same inside a shell script, which passes its own arguments on: an operation, and what it takes. */
export function scriptBootstrap(manifestSha256: string, sandbox?: Sandbox): string {
  return command(BECOME, unpack('', sandbox), manifestSha256, '"$@"');
}

const BECOME = [
  'PATH=$PATH:/usr/sbin:/sbin',
  'export PATH',
  'if [ "$(id -u)" = 0 ]; then exec sh -c "$0" router-spec "$@"; fi',
  'if doas -n true </dev/null 2>/dev/null; then exec doas -n sh -c "$0" router-spec "$@"; fi',
  'if sudo -n true </dev/null 2>/dev/null; then exec sudo -n sh -c "$0" router-spec "$@"; fi',
  // Where both are there, doas is the one that somebody has set up.
  'for by in doas sudo; do if command -v $by >/dev/null; then echo "@rs become $by"; break; fi; done',
  'exit 77',
].join('; ');

function command(become: string, run: string, manifestSha256: string, words: OperationName | '"$@"'): string {
  if (!/^[0-9a-f]{64}$/.test(manifestSha256)) throw new RangeError('not a SHA-256 in hexadecimal');
  return `exec sh -c '${become}' '${run}' ${manifestSha256} ${words}`;
}

/** Unpacks what `receive`, the beginning of a pipe, gives, and runs it if it is whole. */
function unpack(receive: string, sandbox?: Sandbox): string {
  return [
    'umask 077',
    ...(sandbox === undefined ? [] : [`PATH=${sandbox.path}`, 'export PATH']),
    `d=$(mktemp -d ${sandbox?.run ?? '/run'}/router-spec.XXXXXX) || exit 73`,
    'cd "$d" || exit 73',
    `${receive}timeout 300 tar xf - 2>/dev/null` +
      ' && echo "$1  MANIFEST" | sha256sum -c - >/dev/null 2>&1' +
      ' && sha256sum -c MANIFEST >/dev/null 2>&1' +
      ' && shift && exec sh agent.sh "$@"',
    'cd /',
    'rm -rf "$d"',
    'exit 65',
  ].join('; ');
}
