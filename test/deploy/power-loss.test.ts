import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeRouter } from '../../scripts/practice-router.mjs';
import type { FileSystem, PracticeRouter } from '../../scripts/practice-router.mjs';
import { deploy, fingerprint, plan, trust } from '../../server/src/deploy/index.ts';
import type { DeployEnv, DeployRequest } from '../../server/src/deploy/index.ts';
import { readWriteLog } from './rig/write-log.ts';

/** What is saved one after the other: a first deploy, a changed line, another name for the router and so its archive. */
const SAVES = [
  { hostname: 'borealis', line: '# first' },
  { hostname: 'borealis', line: '# second' },
  { hostname: 'australis', line: '# third' },
];

/**
 * The power is cut after every single write that saving sends to the medium: the disk that is left then has one archive
 * or two, and the one that a boot takes is whole, the one before or the new one.
 */
describe.each<FileSystem>(['vfat', 'ext4'])(
  'power loss while saving to %s',
  { timeout: 900_000 },
  (fileSystem) => {
    let folder: string;
    let router: PracticeRouter;
    let env: DeployEnv;

    const request = (wanted: (typeof SAVES)[number]): DeployRequest => ({
      target: {
        routerId: 'practice',
        host: 'borealis',
        sshConfig: router.sshConfig,
        windowSeconds: 120,
        alsoConfirmAt: [],
      },
      files: [
        { path: '/etc/hostname', mode: 0o644, content: `${wanted.hostname}\n` },
        { path: '/etc/sysctl.d/90-router-spec.conf', mode: 0o644, content: `${wanted.line}\n` },
      ],
      packages: [],
      services: [],
      backups: 3,
      settleSeconds: 2,
    });

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'power-loss-'));
      const started = await startPracticeRouter({ fileSystem });
      if ('unavailable' in started) throw new Error(started.unavailable.en);
      router = started;
      env = {
        sshPath: 'ssh',
        storageDir: join(folder, 'storage'),
        timing: { connect: 10, alive: 3, grace: 240 },
      };
      const [first] = SAVES;
      if (first === undefined) throw new Error('There is nothing to save.');
      const { target } = request(first);
      await trust(target, (await fingerprint(target, env)).shown, env);
    }, 500_000);
    afterAll(async () => {
      await router.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** The archive that a boot takes from an image of the medium: the first of them (mkinitfs, initramfs-init). */
    function bootsWith(image: string): string {
      const archives = router.listDisk(image).filter((name) => name.includes('.apkovl.tar.gz'));
      const [name] = archives;
      if (name === undefined) return 'no archive';
      const content = router.readDisk(image, name);
      const opened = spawnSync('tar', ['-tzf', '-'], { input: content });
      return opened.status === 0
        ? createHash('sha256').update(content).digest('hex')
        : `${name} does not open`;
    }

    test('after every prefix of the writes a whole archive is what the next boot takes', async () => {
      const log = join(folder, 'writes');
      const image = join(folder, 'medium');
      await router.logWrites(log);
      copyFileSync(router.medium, image);
      await router.powerOn();
      /** The archives that were saved, in their order, and the number of writes after which each was told to be. */
      const saved = [{ archive: bootsWith(image), writes: 0 }];
      for (const wanted of SAVES) {
        const outcome = await deploy(await plan(request(wanted), env), env, { confirm: 'auto' });
        expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
        const writes = readWriteLog(log).length;
        const { output } = await router.console('sha256sum /media/sda1/*.apkovl.tar.gz');
        saved.push({ archive: output.slice(0, 64), writes });
      }
      await router.powerOff();

      const writes = readWriteLog(log);
      const disk = openSync(image, 'r+');
      const found = new Map<string, number>();
      let number = 0;
      for (const { offset, data } of writes) {
        writeSync(disk, data, 0, data.length, offset);
        number += 1;
        const before = saved.findLast((each) => each.writes <= number);
        const next = saved.find((each) => each.writes > number) ?? before;
        const copy = join(folder, 'copy');
        copyFileSync(image, copy);
        let boots: string;
        try {
          router.recoverDisk(copy);
          boots = bootsWith(copy);
        } catch (error) {
          boots = String(error);
        }
        expect([before?.archive, next?.archive], `after write ${number} of ${writes.length}`).toContain(
          boots,
        );
        found.set(boots, (found.get(boots) ?? 0) + 1);
      }
      closeSync(disk);
      // Each state was met, so that the writes were really those of the saves.
      expect([...found.keys()]).toEqual(saved.map(({ archive }) => archive));
      console.log(`${fileSystem}: ${writes.length} writes`, [...found.values()]);
    });
  },
);
