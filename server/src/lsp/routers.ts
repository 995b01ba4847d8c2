import type { Session } from './connection.ts';
import { registerDeploys } from './deploy-handlers.ts';
import { registerDiagnosis } from './diagnose-handlers.ts';
import { RouterAccess } from './router-access.ts';
import { registerSurvey } from './survey-handlers.ts';

/** Everything that reaches a router, for clients of a server that runs in Node. */
export function registerRouters(session: Session): void {
  const access = new RouterAccess(session);
  registerDeploys(access);
  registerDiagnosis(access);
  registerSurvey(access);
}
