// One router on one line, from its saved configuration to what its traffic looks like.
import type { PracticeLine, SavedConfiguration } from '../../scripts/practice-router.mjs';
import type { PortRange } from '../../server/src/core/net/port-set.ts';
import { Lab } from './lab.ts';
import type { Remains } from './lab.ts';

export interface Scenario {
  /** Files where they belong on the router, and the services of its runlevels: all that it boots with. */
  readonly saved: SavedConfiguration;
  readonly line: PracticeLine;
  readonly lan: {
    /** The router's IPv4 address. */
    readonly address: string;
    /** A client with this MAC address, which may have a reservation. */
    readonly mac: string;
    /** The router's IPv6 address at the end of the tunnel. */
    readonly router6: string;
  };
  /** The shared IPv4 address and its port set; undefined where the far end does the translation. */
  readonly shared: { readonly address: string; readonly ports: readonly PortRange[] } | undefined;
  /** TCP ports that lead to the client with the MAC address above. */
  readonly forwards: readonly { readonly port: number; readonly toPort: number }[];
}

/** How long it took until the router had started everything, and in all. */
export interface Seconds {
  readonly boot: number;
  readonly all: number;
}

/** The line of a scenario, with a border relay that lets nothing pass but the port set. */
export function lineOf({ line, shared }: Scenario): PracticeLine {
  const ports = shared?.ports.map(({ first, last }) => `${first}-${last}`).join(',');
  return { ...line, ...(ports === undefined ? {} : { ports }) };
}

/**
 * Boots the router with its saved configuration, looks at it, and says what came of it. `leave` is given what there
 * is to look at afterwards, also when something on the way fails.
 */
export async function runScenario<Seen>(
  scenario: Scenario,
  look: (lab: Lab, scenario: Scenario) => Promise<Seen>,
  leave: (remains: Remains) => void,
): Promise<Seen & { readonly seconds: Seconds }> {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 100) / 10;
  const lab = await Lab.boot({
    saved: scenario.saved,
    line: lineOf(scenario),
    address: scenario.lan.address,
  });
  try {
    const boot = seconds();
    const seen = await look(lab, scenario).catch(async (error: unknown) => {
      // The first failure is the one to hear of, even where there is nothing more to look at.
      await lab.remains().then(leave, () => undefined);
      throw error;
    });
    leave(await lab.remains());
    return { ...seen, seconds: { boot, all: seconds() } };
  } finally {
    await lab.stop();
  }
}
