import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { writeTree } from '../../../server/src/cli/write-tree.ts';
import { ansibleExport } from '../../../server/src/deploy/ansible/export.ts';
import { fingerprint, trust } from '../../../server/src/deploy/index.ts';
import type { DeployRequest } from '../../../server/src/deploy/index.ts';
import { startAnsible } from './ansible.ts';
import type { Played, Playing } from './ansible.ts';
import { Proxy } from './proxy.ts';
import { newFiles } from './new-files.ts';
import { RigRouter } from './router.ts';
import type { RigOptions } from './layout.ts';

type Requested = Partial<DeployRequest> & { port?: number; window?: number; also?: string };

/** Routers, and an export that deploys them, in a folder whose name has a space, as many a home folder has. */
export class AnsibleRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'an ansible-'));
  readonly routers: RigRouter[] = [];
  readonly proxies: Proxy[] = [];

  async start(count: number, options: RigOptions = {}): Promise<RigRouter[]> {
    for (let index = 0; index < count; index++) this.routers.push(await RigRouter.start(options));
    return this.routers;
  }

  async through(router: RigRouter): Promise<Proxy> {
    const proxy = await Proxy.open(router.sshd.port);
    this.proxies.push(proxy);
    return proxy;
  }

  /** Exports what is to be put on r0, r1, …; the requests that were exported. */
  async exported(...specs: readonly Requested[]): Promise<DeployRequest[]> {
    const members = [];
    for (const [index, router] of this.routers.entries()) {
      const { files = newFiles(), also, ...options } = specs[index] ?? {};
      const request = router.request(files, options);
      const target = {
        ...request.target,
        routerId: `r${index}`,
        alsoConfirmAt: also === undefined ? [] : [also],
      };
      await trust(target, (await fingerprint(target, router.env)).shown, router.env);
      members.push({ request: { ...request, target }, env: router.env });
    }
    const { files, unpaired } = await ansibleExport(members, { wave: 1, locale: 'en' });
    expect(unpaired).toEqual([]);
    await writeTree(files, this.folder);
    // What is this rig's alone: each sshd takes another key, and all of them have this machine's home folder.
    const keys = this.routers.map(({ directory }, index) => [
      `r${index}`,
      {
        ansible_ssh_private_key_file: join(directory, 'user_key'),
        ansible_remote_tmp: join(directory, 'remote'),
      },
    ]);
    writeFileSync(
      join(this.folder, 'rig.yml'),
      stringify({ router_spec: { hosts: Object.fromEntries(keys) as object } }),
    );
    return members.map(({ request }) => request);
  }

  async play(...args: string[]): Promise<Played> {
    return (await this.begin(args)).ended;
  }

  /** Begins a play. `password` is what the user types when asked. */
  begin(args: readonly string[], password = ''): Promise<Playing> {
    const all = ['-i', 'inventory.yml', '-i', 'rig.yml', 'playbook.yml', ...args];
    return startAnsible('ansible-playbook', this.folder, all, { input: `${password}\n` });
  }

  async close(): Promise<void> {
    await Promise.all(this.routers.map((router) => router.stop()));
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    rmSync(this.folder, { recursive: true });
  }
}
