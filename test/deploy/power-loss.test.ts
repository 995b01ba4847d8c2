import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeRouter } from '../../scripts/practice-router.mjs';
import type { PracticeRouter } from '../../scripts/practice-router.mjs';
import { deploy, fingerprint, plan, trust } from '../../server/src/deploy/index.ts';
import type { DeployEnv } from '../../server/src/deploy/index.ts';
import { LoggedDisk } from './rig/logged-disk.ts';
import type { FileSystem, Found } from './rig/logged-disk.ts';
import { Replay } from './rig/write-log.ts';
import type { LoggedWrite } from './rig/write-log.ts';

/** The saves, one after the other: the first finds no archive, the next replace one, the last has another name. */
const SAVES = [
  { hostname: 'borealis', what: 'first' },
  { hostname: 'borealis', what: 'second' },
  { hostname: 'borealis', what: 'third' },
  { hostname: 'australis', what: 'renamed' },
] as const;

/** What a save wrote, and what a boot finds before and after it. */
interface Saved {
  readonly what: string;
  readonly name: string;
  readonly writes: readonly LoggedWrite[];
}

/** Some kilobytes that do not compress, so that an archive has many clusters. */
function filler(seed: string): string {
  const lines = Array.from({ length: 900 }, (_, n) =>
    createHash('sha256').update(`${seed} ${n}`).digest('hex'),
  );
  return `${lines.join('\n')}\n`;
}

describe.each(['vfat', 'ext4'] as const)(
  'the power goes while a router saves to %s',
  { timeout: 900_000 },
  (kind) => {
    let router: PracticeRouter;
    let disk: LoggedDisk;
    let storage: string;
    let env: DeployEnv;
    const saved: Saved[] = [];

    beforeAll(async () => {
      const started = await startPracticeRouter();
      if ('unavailable' in started) throw new Error(started.unavailable.en);
      router = started;
      storage = mkdtempSync(join(tmpdir(), 'storage-'));
      env = { sshPath: 'ssh', storageDir: storage, timing: { connect: 10, alive: 3, grace: 240 } };
      disk = await LoggedDisk.plug(kind, router);
      await mountAsMedium(router, kind);
      let known = disk.writes().length;
      await trust(request(SAVES[0]).target, (await fingerprint(request(SAVES[0]).target, env)).shown, env);
      for (const save of SAVES) {
        const planned = await plan(request(save), env);
        const outcome = await deploy(planned, env, {
          confirm: () => {
            // Nothing of an unconfirmed configuration reaches the medium.
            expect(disk.writes().length, save.what).toBe(known);
            return Promise.resolve('keep' as const);
          },
        });
        expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
        const all = disk.writes();
        saved.push({ what: save.what, name: `${save.hostname}.apkovl.tar.gz`, writes: all.slice(known) });
        known = all.length;
      }
    }, 900_000);
    afterAll(async () => {
      await router.stop();
      disk.remove();
      rmSync(storage, { recursive: true, force: true });
    });

    const request = (save: (typeof SAVES)[number]): Parameters<typeof plan>[0] => ({
      target: {
        routerId: 'p',
        host: 'borealis',
        sshConfig: router.sshConfig,
        windowSeconds: 120,
        alsoConfirmAt: [],
      },
      files: [
        { path: '/etc/hostname', mode: 0o644, content: `${save.hostname}\n` },
        { path: '/etc/motd', mode: 0o644, content: filler(save.what) },
      ],
      packages: [],
      services: [],
      backups: 2,
      settleSeconds: 0,
    });

    /** Calls back with the image of a power cut at each moment of each save, and with what is right then. */
    async function everyCut(
      cuts: (
        replay: Replay,
        writes: readonly LoggedWrite[],
        look: (moment: string) => Promise<void>,
      ) => Promise<void>,
      seen: Seen,
    ): Promise<void> {
      const image = join(disk.folder, 'cut.img');
      copyFileSync(disk.before, image);
      const replay = new Replay(image);
      for (const { what, name, writes } of saved) {
        const before = await disk.find(image);
        const undo = replay.write(writes);
        const after = await disk.find(image);
        undo();
        // The power stays on until the router says that it has saved: exactly the new archive, which opens.
        expect([...after.keys()], what).toEqual([name]);
        expect(hostnameIn(after), what).toBe(`${name.split('.')[0]}\n`);
        await cuts(replay, writes, async (moment) => {
          const found = await disk.find(image);
          seen.add(`${what}, ${moment}`, found, before, after);
        });
        replay.write(writes);
      }
      replay.close();
    }

    test(`row 19: after every single write to the medium (${kind}) a boot finds the old or the new, whole`, async () => {
      const seen = new Seen(kind, 'prefixes');
      await everyCut(async (replay, writes, look) => {
        const undos: (() => void)[] = [];
        await look('before the first write');
        for (const [index, write] of writes.entries()) {
          undos.push(replay.write([write]));
          if (!write.isFlush) await look(`after write ${index + 1} of ${writes.length}`);
        }
        for (const undo of undos.reverse()) undo();
      }, seen);
      seen.verdict();
    });

    test(`row 19: any one write to the medium (${kind}) is lost that was not flushed when the power went`, async () => {
      const seen = new Seen(kind, 'lost');
      await everyCut(async (replay, writes, look) => {
        const undos: (() => void)[] = [];
        let unflushed: LoggedWrite[] = [];
        for (const [index, write] of writes.entries()) {
          if (write.isFlush) {
            undos.push(replay.write(unflushed));
            unflushed = [];
            continue;
          }
          unflushed.push(write);
          for (const lost of unflushed) {
            const undo = replay.write(unflushed.filter((each) => each !== lost));
            await look(
              `after write ${index + 1} of ${writes.length}, without write ${writes.indexOf(lost) + 1}`,
            );
            undo();
          }
        }
        for (const undo of undos.reverse()) undo();
      }, seen);
      seen.verdict();
    });
  },
);

/** What boots would have found, counted; the count is left in test-results/power-loss. */
class Seen {
  readonly #count = { tried: 0, none: 0, old: 0, new: 0, both: 0 };
  readonly #faults: string[] = [];

  constructor(
    readonly fileSystem: FileSystem,
    readonly how: string,
  ) {}

  add(moment: string, found: Found, before: Found, after: Found): void {
    this.#count.tried++;
    const is = (states: Found): boolean =>
      [...found.values()].every((each) => [...states.values()].some((state) => state.equals(each)));
    const names = [...found.keys()].filter((name) => !before.has(name) && !after.has(name));
    if (names.length > 0) this.#faults.push(`${moment}: ${names.join(', ')}`);
    else if (found.size === 0 && before.size === 0) this.#count.none++;
    else if (found.size === 0) this.#faults.push(`${moment}: no archive`);
    else if (is(before)) this.#count.old++;
    else if (is(after)) this.#count.new++;
    else if (is(new Map([...[...before].map(([n, b]) => [`old ${n}`, b] as const), ...after])))
      this.#count.both++;
    else
      this.#faults.push(
        `${moment}: ${[...found].map(([n, b]) => `${n} broken (${b.length} bytes)`).join(', ')}`,
      );
  }

  verdict(): void {
    const result = { fileSystem: this.fileSystem, ...this.#count, faults: this.#faults };
    const folder = join(import.meta.dirname, '../../test-results/power-loss');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${this.fileSystem}-${this.how}.json`),
      `${JSON.stringify(result, null, 2)}\n`,
    );
    expect(this.#faults).toEqual([]);
    expect(this.#count.old).toBeGreaterThan(0);
    expect(this.#count.new).toBeGreaterThan(0);
  }
}

/** The disk in the place of the boot medium, mounted read-only as Alpine mounts that. */
async function mountAsMedium(router: PracticeRouter, kind: FileSystem): Promise<void> {
  const script = [
    'n=0; while [ ! -b /dev/sdb ] && [ $n -lt 300 ]; do n=$((n + 1)); usleep 100000; done',
    `mkdir -p /media/sdb && echo '/dev/sdb /media/sdb ${kind} noauto,ro 0 0' >>/etc/fstab`,
    'mount /media/sdb && echo LBU_MEDIA=sdb >/etc/lbu/lbu.conf',
  ].join('\n');
  const { code, output } = await router.console(script);
  if (code !== 0) throw new Error(output);
}

/** The hostname in an archive, which must open as a boot opens it. */
function hostnameIn(found: Found): string {
  const [archive] = found.values();
  const { status, stdout, stderr } = spawnSync('tar', ['-xzO', 'etc/hostname'], {
    input: archive ?? '',
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
