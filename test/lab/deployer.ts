// Deploys a spec to a router of the lab, as the editor and the command line do it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../server/src/core/analysis.ts';
import { deploy, fingerprint, plan, trust } from '../../server/src/deploy/index.ts';
import type { DeployEnv, DeployRequest, Outcome, Plan } from '../../server/src/deploy/index.ts';
import { requestOf } from '../../server/src/deploy/spec-request.ts';
import { SECRET } from './generated.ts';
import type { Lab } from './lab.ts';

/** The name of every practice router in its ssh_config. */
const HOST = 'borealis';

export class Deployer {
  private constructor(
    readonly request: DeployRequest,
    readonly env: DeployEnv,
  ) {}

  /** One that trusts the router already. */
  static async of(lab: Lab, spec: string): Promise<Deployer> {
    const storageDir = mkdtempSync(join(tmpdir(), 'storage-'));
    const env = { sshPath: 'ssh', storageDir, timing: { connect: 10, alive: 3, grace: 240 } };
    const { request } = await requestOf(analyze(spec), () => Promise.resolve(SECRET), lab.router.sshConfig);
    const target = { ...request.target, host: HOST };
    await trust(target, (await fingerprint(target, env)).shown, env);
    return new Deployer({ ...request, target }, env);
  }

  plan(): Promise<Plan> {
    return plan(this.request, this.env);
  }

  /** Plans and deploys, and keeps it where all that worked before works after. Throws where the plan has stops. */
  async deploy(): Promise<Outcome> {
    const planned = await this.plan();
    if (planned.stops.length > 0) throw new Error(planned.stops.map(({ en }) => en).join('\n'));
    return deploy(planned, this.env, { confirm: 'auto' });
  }

  stop(): void {
    rmSync(this.env.storageDir, { recursive: true, force: true });
  }
}
