import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition, looking every few milliseconds; rejects when it does not come true in time. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  seconds = 30,
): Promise<NonNullable<T>> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false && value !== '') return value;
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await delay(20);
  }
}

/** The processes whose arguments or working directory name a directory, or that have files in it `open`. */
export function processesOf(directory: string, { open = false } = {}): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      const names = [command, readlinkSync(`/proc/${name}/cwd`), ...(open ? openFiles(name) : [])];
      if (names.some((each) => each.includes(directory))) found.push({ pid: Number(name), command });
    } catch {
      // It has ended in the meantime.
    }
  }
  return found;
}

function openFiles(pid: string): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((each) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${each}`)];
    } catch {
      return []; // It was closed in the meantime.
    }
  });
}

export function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Kills processes of ours; one that is gone already is fine. */
export function kill(pids: readonly number[], signal: NodeJS.Signals = 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone.
    }
  }
}
