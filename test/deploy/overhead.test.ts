import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { deploy } from '../../server/src/deploy/index.ts';
import { run } from '../../server/src/deploy/ssh.ts';
import { sshArguments } from '../../server/src/deploy/ssh-args.ts';
import { Proxy } from './rig/proxy.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

const ROUNDS = 5;
const FILE = path.resolve(import.meta.dirname, '../../test-results/deploy-overhead.json');

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The seconds that something takes. */
async function timed(what: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await what();
  return (performance.now() - start) / 1000;
}

test('a change of one line takes three connections; how long beside three bare ones is written down', async () => {
  const router = await RigRouter.start();
  const proxy = await Proxy.open(router.sshd.port);
  const spec = (round: number) =>
    router.request(newFiles({ '/etc/dnsmasq.d/lan.conf': `domain=round${round}\n` }), { port: proxy.port });
  await deploy(await router.plan(spec(0)), router.env, { confirm: 'auto' });
  const deploys: number[] = [];
  const bare: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const known = proxy.connections;
    deploys.push(
      await timed(async () => {
        const outcome = await deploy(await router.plan(spec(round)), router.env, { confirm: 'auto' });
        expect(outcome.state).toBe('kept');
      }),
    );
    expect(proxy.connections - known).toBe(3);
    const args = [...sshArguments(spec(round).target, router.env), 'true'];
    bare.push(
      await timed(async () => {
        for (let times = 0; times < 3; times++) expect((await run('ssh', args)).exit).toBe(0);
      }),
    );
  }
  const [ours, theirs] = [median(deploys), median(bare)];
  mkdirSync(path.dirname(FILE), { recursive: true });
  const figures = { rounds: ROUNDS, deploySeconds: ours, bareSeconds: theirs, ratio: ours / theirs };
  writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`);
  await proxy.close();
  await router.stop();
});
