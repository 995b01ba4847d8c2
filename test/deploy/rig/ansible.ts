import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, packagedTool } from '../../../scripts/debian/packages.mjs';

export interface Played {
  readonly code: number;
  /** What it said, on both outputs. */
  readonly said: string;
}

/** Runs a program of Ansible in a folder, which is its home as well, from the unpacked packages with their own Python. */
export async function ansible(
  name: 'ansible-playbook' | 'ansible-vault',
  folder: string,
  args: readonly string[],
): Promise<Played> {
  const packages = await ensurePackages('ansible');
  if ('unavailable' in packages) throw new Error(packages.unavailable.en);
  const python = packagedTool(packages, 'python3');
  if ('unavailable' in python) throw new Error(python.unavailable.en);
  const env = {
    ...python.env,
    PYTHONHOME: join(packages.root, 'usr'),
    PYTHONPATH: join(packages.root, 'usr/lib/python3/dist-packages'),
    HOME: folder,
    LC_ALL: 'C.UTF-8', // Ansible refuses to start without UTF-8.
    ANSIBLE_NOCOLOR: '1',
  };
  return new Promise((resolve, reject) => {
    const program = join(packages.root, 'usr/bin', name);
    const child = spawn(python.command, [program, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, said }));
  });
}
