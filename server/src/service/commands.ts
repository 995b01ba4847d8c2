import type { Path } from '../core/problem.ts';

/** The commands that lenses, hints and code actions run in the client, with their one argument. */
export interface CommandArguments {
  readonly 'routerSpec.copy': { readonly uri: string; readonly value: string };
  readonly 'routerSpec.showPortMap': { readonly uri: string };
  readonly 'routerSpec.showTopology': { readonly uri: string };
  readonly 'routerSpec.preview': { readonly uri: string };
  readonly 'routerSpec.compare': { readonly uri: string };
  readonly 'routerSpec.deploy': { readonly uri: string };
  /** Where a secret stands in clear text; not the secret, since arguments of commands are logged. */
  readonly 'routerSpec.storeSecret': { readonly uri: string; readonly path: Path };
  readonly 'routerSpec.diagnose': { readonly uri: string };
  readonly 'routerSpec.forgetMeasurement': { readonly uri: string };
}

/** Whether a client runs a command. */
export type Runs = (name: keyof CommandArguments) => boolean;

/** A command of the client, as the Language Server Protocol wants it. */
export function command<C extends keyof CommandArguments>(
  name: C,
  title: string,
  argument: CommandArguments[C],
): { title: string; command: C; arguments: [CommandArguments[C]] } {
  return { title, command: name, arguments: [argument] };
}
