import { stringify } from 'yaml';
import type { Locale } from '../../core/text.ts';
import { carriedScript } from '../carried.ts';
import { trustedKey } from '../host-key.ts';
import { checkRequest } from '../request.ts';
import { DEFAULT_TIMING, hostKeyAlias } from '../ssh-args.ts';
import type { DeployEnv, DeployRequest, DeployTarget } from '../types.ts';
import { inventory, inventoryName } from './inventory.ts';
import playbook from './playbook.yml';
import { texts } from './texts.ts';

/** A file of the export, by its path inside the folder. */
export interface ExportedFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}

export interface AnsibleExport {
  readonly files: readonly ExportedFile[];
  /** Routers whose host key is not known yet: Ansible will not connect to them. */
  readonly unpaired: readonly DeployTarget[];
}

/**
 * Makes a playbook, an inventory and a bundle for each router, with which Ansible deploys them as `deployFleet` does.
 * Nothing is sent. `wave` is how many routers go side by side. Throws a DeployError for a request that may not be sent.
 */
export async function ansibleExport(
  routers: readonly { readonly request: DeployRequest; readonly env: DeployEnv }[],
  { wave, locale }: { readonly wave: number; readonly locale: Locale },
): Promise<AnsibleExport> {
  const bundles: ExportedFile[] = [];
  const keys: string[] = [];
  const unpaired: DeployTarget[] = [];
  for (const { request, env } of routers) {
    checkRequest(request);
    const { target } = request;
    const { apply } = { ...DEFAULT_TIMING, ...env.timing };
    const content = carriedScript(request, apply, env.sandbox);
    bundles.push({ path: `bundles/${inventoryName(target)}.sh`, mode: 0o600, content });
    const key = await trustedKey(target, env);
    if (key === undefined) unpaired.push(target);
    else keys.push(`${hostKeyAlias(target)} ${key.type} ${key.key}\n`);
  }
  const vars = { wave, lang: locale, text: texts() };
  return {
    files: [
      { path: 'playbook.yml', mode: 0o644, content: playbook },
      { path: 'inventory.yml', mode: 0o644, content: stringify(inventory(routers), { lineWidth: 0 }) },
      { path: 'vars.yml', mode: 0o644, content: stringify(vars, { lineWidth: 0 }) },
      { path: 'known_hosts', mode: 0o644, content: keys.join('') },
      ...bundles,
    ],
    unpaired,
  };
}
