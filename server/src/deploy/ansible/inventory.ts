import { DEFAULT_TIMING, connectionSettings, hostKeyAlias } from '../ssh-args.ts';
import type { DeployEnv, DeployRequest, DeployTarget } from '../types.ts';

/** Names that mean something else to Ansible (its groups, and the machine that it runs on). */
const TAKEN = new Set(['all', 'ungrouped', 'localhost']);

/** What a router is called in the inventory, and its bundle after that. */
export function inventoryName(target: DeployTarget): string {
  return TAKEN.has(target.routerId) ? hostKeyAlias(target) : target.routerId;
}

/** The list of keys lies beside the inventory, wherever that was put; ssh expands per cents and takes spaces as ends. */
const KNOWN_HOSTS = `-o {{ ('UserKnownHostsFile="' ~ (inventory_dir | replace('%', '%%')) ~ '/known_hosts"') | quote }}`;

/** The inventory: how each router is reached, over connections with the settings of our own. */
export function inventory(
  routers: readonly { readonly request: DeployRequest; readonly env: DeployEnv }[],
): object {
  // A Map keeps the order of the waves: an object would begin with the names that are numbers.
  const hosts = new Map(
    routers.map(({ request, env }) => [inventoryName(request.target), hostVariables(request, env)]),
  );
  // Ansible runs on Unix, wherever this is.
  const settings = { ...connectionSettings(DEFAULT_TIMING), GlobalKnownHostsFile: '/dev/null' };
  const options = Object.entries(settings).map(([name, value]) => `-o ${name}=${value}`);
  return {
    router_spec: {
      hosts,
      vars: {
        ansible_connection: 'ansible.builtin.ssh',
        ansible_ssh_args: ['-x -a', ...options, '-o StrictHostKeyChecking=yes'].join(' '),
        ansible_ssh_common_args: KNOWN_HOSTS,
        // A router need not have sftp, and what the agent says is to arrive as it was said.
        ansible_ssh_transfer_method: 'piped',
        ansible_ssh_use_tty: false,
      },
    },
  };
}

function hostVariables(request: DeployRequest, env: DeployEnv): object {
  const { target } = request;
  const [also] = target.alsoConfirmAt;
  const { apply } = { ...DEFAULT_TIMING, ...env.timing };
  return {
    ansible_host: target.host,
    ...(target.port === undefined ? {} : { ansible_port: target.port }),
    ...(target.user === undefined ? {} : { ansible_user: target.user }),
    ...becomeVariables(request),
    ansible_ssh_extra_args: `-o HostKeyAlias=${hostKeyAlias(target)}`,
    ...(also === undefined ? {} : { also_confirm_at: also }),
    // How often the confirmation is tried, three seconds apart, while the router is still at work.
    patience: Math.ceil((apply + target.windowSeconds) / 3),
  };
}

/**
 * By what Ansible becomes root, for a user who is not: what the spec has on the router. It is for whoever needs a
 * password (`--become --ask-become-pass`); without one the agent becomes root by itself, and Ansible needs no plugin.
 */
function becomeVariables({ target: { user }, packages }: DeployRequest): object {
  if (user === undefined || user === 'root') return {};
  if (packages.includes('sudo')) return { ansible_become_method: 'ansible.builtin.sudo' };
  // It asks for passwords on a terminal alone.
  return { ansible_become_method: 'community.general.doas', ansible_ssh_use_tty: true };
}
