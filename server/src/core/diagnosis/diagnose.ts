import type { Router } from '../derive/router.ts';
import type { LiveFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { lineChecks } from './line-checks.ts';
import { portUse } from './port-use.ts';
import type { PortUse } from './port-use.ts';
import { stateChecks } from './state-checks.ts';

/** What is right and wrong with a router in operation. */
export interface Diagnosis {
  /** From the line inwards. */
  readonly findings: readonly Finding[];
  /** Undefined where the address is not shared, or where the router could not tell. */
  readonly ports: PortUse | undefined;
}

/** Compares what a router says about itself with what its spec makes of it. */
export function diagnose(router: Router, facts: LiveFacts): Diagnosis {
  const ports = portUse(router, facts);
  return { findings: [...lineChecks(router, facts), ...stateChecks(router, facts, ports)], ports };
}
