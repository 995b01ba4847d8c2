/** Deploying: plan, apply behind the router's own timer, confirm over a new connection, save, go back. */
export type { Content } from './content.ts';
export { deploy } from './deploy.ts';
export { liveFacts } from './diagnose.ts';
export { DeployError, failure } from './failures.ts';
export { deployFleet, fleetResultOf, isGood, notStarted, summaryLine } from './fleet.ts';
export type { FleetOptions, FleetResult } from './fleet.ts';
export {
  abortPending,
  confirmPending,
  extendPending,
  history,
  pendingDeploy,
  planRevision,
  revisionRequest,
  rollback,
  status,
} from './history.ts';
export type { Revision, RollbackOptions, Status } from './history.ts';
export { fingerprint, trust, trustedKey } from './host-key.ts';
export type { HostKey, Pairing } from './host-key.ts';
export { pendingDeploys } from './pending.ts';
export type { PendingDeploy } from './pending.ts';
export { plan, summarize } from './plan.ts';
export { redact, shown } from './redact.ts';
export { isManageable } from './request.ts';
export { effectiveTarget } from './ssh.ts';
export type { EffectiveTarget } from './ssh.ts';
export { survey, surveyTarget } from './survey.ts';
export type * from './types.ts';
