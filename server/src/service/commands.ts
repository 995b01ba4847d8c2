/** The commands that lenses and hints run in the client, with their one argument. */
export interface CommandArguments {
  readonly 'routerSpec.copy': { readonly uri: string; readonly value: string };
  readonly 'routerSpec.showPortSet': { readonly uri: string };
  readonly 'routerSpec.preview': { readonly uri: string };
  readonly 'routerSpec.compare': { readonly uri: string };
  readonly 'routerSpec.deploy': { readonly uri: string };
  readonly 'routerSpec.diagnose': { readonly uri: string };
  readonly 'routerSpec.forgetMeasurement': { readonly uri: string };
}

/** A command of the client, as the Language Server Protocol wants it. */
export function command<C extends keyof CommandArguments>(
  name: C,
  title: string,
  argument: CommandArguments[C],
): { title: string; command: C; arguments: [CommandArguments[C]] } {
  return { title, command: name, arguments: [argument] };
}
