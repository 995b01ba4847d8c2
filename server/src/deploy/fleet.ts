import type { Text } from '../core/text.ts';
import type { Outcome } from './types.ts';

/**
 * How one router of a fleet ended. `kept`: live and saved. `nothing-to-do`: it had all of it before. `rolled-back`: the
 * old configuration is live again. `failed`: anything else that was not to be, as the reason says. `not-started`: nothing
 * was sent, for the sake of another router or because somebody interrupted.
 */
export interface FleetResult {
  readonly state: 'kept' | 'nothing-to-do' | 'rolled-back' | 'failed' | 'not-started';
  /** Why; undefined where it went as asked. */
  readonly reason?: Text | undefined;
  /** What was observed, where a deploy was begun. */
  readonly outcome?: Outcome | undefined;
}

export interface FleetOptions<Router> {
  /** How many routers are deployed to side by side; at least 1. */
  readonly wave: number;
  /** Deploys to one router. What it throws counts as `failed`. */
  readonly deploy: (router: Router) => Promise<FleetResult>;
  /** No further wave begins when it is aborted; the one that goes on is for `deploy` to end. */
  readonly signal?: AbortSignal | undefined;
}

/** Did this router get what was asked for? */
export function isGood({ state }: FleetResult): boolean {
  return state === 'kept' || state === 'nothing-to-do';
}

/**
 * Deploys to routers in waves, in the order given. A wave begins when each router of the one before ended well; else
 * the rest is left alone, so that a mistake that all specs share reaches one wave and no more. One result for each
 * router, in the order given. Never throws for what `deploy` does.
 */
export async function deployFleet<Router extends { readonly name: string }>(
  routers: readonly Router[],
  { wave, deploy, signal }: FleetOptions<Router>,
): Promise<FleetResult[]> {
  const results: FleetResult[] = [];
  while (results.length < routers.length) {
    const bad = routers.filter((_, index) => results[index] !== undefined && !isGood(results[index]));
    if (bad.length > 0 || signal?.aborted === true) {
      const left = notStarted(bad.map(({ name }) => name));
      return routers.map((_, index) => results[index] ?? left);
    }
    const next = routers.slice(results.length, results.length + wave);
    results.push(...(await Promise.all(next.map((router) => attempt(router, deploy)))));
  }
  return results;
}

/** The others of a wave are at work, so that nothing may end it but their own ends. */
async function attempt<Router>(router: Router, deploy: FleetOptions<Router>['deploy']): Promise<FleetResult> {
  try {
    return await deploy(router);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { state: 'failed', reason: { en: said, ja: said } };
  }
}

/** The result of a router that is left alone because of others, by name; because of an interruption where there are none. */
export function notStarted(because: readonly string[]): FleetResult {
  const reason: Text =
    because.length === 0
      ? { en: 'interrupted', ja: '中断されたため' }
      : { en: `because of ${because.join(', ')}`, ja: `${because.join('、')} が成功しなかったため` };
  return { state: 'not-started', reason };
}

/** What a deploy's outcome means for its fleet: live but not saved is no success. */
export function fleetResultOf(outcome: Outcome): FleetResult {
  const { state, detail, failure } = outcome;
  if (state === 'kept') return { state, outcome };
  if (state === 'rolled-back') return { state, reason: failure?.text, outcome };
  return { state: 'failed', reason: detail, outcome };
}

const STATES: Readonly<Record<FleetResult['state'], Text>> = {
  kept: { en: 'kept', ja: '適用・保存済み' },
  'nothing-to-do': { en: 'nothing to do', ja: '変更なし' },
  'rolled-back': { en: 'rolled back', ja: '元の設定に復元' },
  failed: { en: 'failed', ja: '失敗' },
  'not-started': { en: 'not started', ja: '未実行' },
};

/** One line of the summary: `borealis: rolled back: …`. */
export function summaryLine(name: string, { state, reason }: FleetResult): Text {
  const word = STATES[state];
  if (reason === undefined) return { en: `${name}: ${word.en}`, ja: `${name}: ${word.ja}` };
  return { en: `${name}: ${word.en}: ${reason.en}`, ja: `${name}: ${word.ja}（${reason.ja}）` };
}
