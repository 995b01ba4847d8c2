import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, packagedTool } from '../../../scripts/debian/packages.mjs';

export interface Played {
  readonly code: number;
  /** What it said, on both outputs. */
  readonly said: string;
}

/** A program of Ansible that runs, in a session of its own as in a terminal that nothing else is in. */
export interface Playing {
  readonly pid: number;
  readonly ended: Promise<Played>;
}

/** Runs a program of Ansible to its end. `input` is what the user types. */
export async function ansible(...args: Parameters<typeof startAnsible>): Promise<Played> {
  return (await startAnsible(...args)).ended;
}

/** Starts a program of Ansible in a folder, which is its home as well, from the unpacked packages with their own Python. */
export async function startAnsible(
  name: 'ansible-playbook' | 'ansible-vault',
  folder: string,
  args: readonly string[],
  { input = '' } = {},
): Promise<Playing> {
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
  const program = join(packages.root, 'usr/bin', name);
  const child = spawn(python.command, [program, ...args], { cwd: folder, env, detached: true });
  child.stdin.end(input);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<Played>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, said }));
  });
  return { pid: child.pid ?? 0, ended };
}
