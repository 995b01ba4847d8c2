import { parseRouterAddress } from '../core/survey/address.ts';
import { DeployError, survey, surveyTarget } from '../deploy/index.ts';
import { surveyRequest } from './protocol.ts';
import type { RouterAccess } from './router-access.ts';

/** New Router Spec: asks a router that has no spec yet what it is made of. */
export function registerSurvey(access: RouterAccess): void {
  access.on(surveyRequest, async ({ address }, signal) => {
    const parsed = parseRouterAddress(address);
    if (!parsed.ok) throw new DeployError({ code: 'bad-target', detail: '', text: parsed.reason });
    const target = surveyTarget(parsed.value, await access.sshConfig());
    const env = access.environment([]);
    await access.pair(target, env);
    return survey(parsed.value, target, env, { signal });
  });
}
