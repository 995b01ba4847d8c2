import { describe, expect, test } from 'vitest';
import { deployFleet, fleetResultOf, isGood, summaryLine } from '../../../server/src/deploy/index.ts';
import type { FleetResult, Outcome } from '../../../server/src/deploy/index.ts';

const WHY = { en: 'why', ja: '理由' };

interface Case {
  readonly title: string;
  /** Routers by name; what follows an equals sign is how one ends if not `kept`, or `throws`. */
  readonly routers: string;
  readonly wave: number;
  /** Somebody interrupts while this one is deployed to; `-` before any. */
  readonly interruptAt?: string;
  /** When each begins (`a(`) and ends (`a)`). */
  readonly trace: string;
  /** The state of each, and the reason where it is not `why`. */
  readonly ends: string;
}

const CASES: readonly Case[] = [
  { title: 'nobody', routers: '', wave: 1, trace: '', ends: '' },
  {
    title: 'one after the other, in the order given',
    routers: 'b a c',
    wave: 1,
    trace: 'b( b) a( a) c( c)',
    ends: 'kept, kept, kept',
  },
  {
    title: 'two at a time; the last wave is what is left',
    routers: 'a b c',
    wave: 2,
    trace: 'a( b( a) b) c( c)',
    ends: 'kept, kept, kept',
  },
  {
    title: 'a wave larger than the fleet',
    routers: 'a b',
    wave: 9,
    trace: 'a( b( a) b)',
    ends: 'kept, kept',
  },
  {
    title: 'nothing to do is as good as kept',
    routers: 'a=nothing-to-do b',
    wave: 1,
    trace: 'a( a) b( b)',
    ends: 'nothing-to-do, kept',
  },
  {
    title: 'the first failure stops',
    routers: 'a b=rolled-back c d',
    wave: 1,
    trace: 'a( a) b( b)',
    ends: 'kept, rolled-back, not-started because of b, not-started because of b',
  },
  {
    title: 'the others of its wave go on to their ends',
    routers: 'a=failed b c=rolled-back d e',
    wave: 3,
    trace: 'a( b( c( a) b) c)',
    ends: 'failed, kept, rolled-back, not-started because of a, c, not-started because of a, c',
  },
  {
    title: 'what throws has failed, and ends nothing but itself',
    routers: 'a=throws b c',
    wave: 2,
    trace: 'a( b( a) b)',
    ends: 'failed boom, kept, not-started because of a',
  },
  {
    title: 'interrupted before the first',
    routers: 'a b',
    wave: 1,
    interruptAt: '-',
    trace: '',
    ends: 'not-started interrupted, not-started interrupted',
  },
  {
    title: 'interrupted in the middle: no further wave, though all was well',
    routers: 'a b c d e',
    wave: 2,
    interruptAt: 'd',
    trace: 'a( b( a) b) c( d( c) d)',
    ends: 'kept, kept, kept, kept, not-started interrupted',
  },
];

test.each(CASES)('$title', async ({ routers, wave, interruptAt, trace, ends }) => {
  const interrupt = new AbortController();
  if (interruptAt === '-') interrupt.abort();
  const seen: string[] = [];
  const fleet = routers
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [name = '', end = 'kept'] = each.split('=');
      return { name, end };
    });
  const results = await deployFleet(fleet, {
    wave,
    signal: interrupt.signal,
    deploy: async ({ name, end }): Promise<FleetResult> => {
      seen.push(`${name}(`);
      await Promise.resolve();
      seen.push(`${name})`);
      if (name === interruptAt) interrupt.abort();
      if (end === 'throws') throw new Error('boom');
      const state = end as FleetResult['state'];
      return state === 'kept' || state === 'nothing-to-do' ? { state } : { state, reason: WHY };
    },
  });
  expect(seen.join(' ')).toBe(trace);
  const said = ({ state, reason }: FleetResult): string =>
    reason === undefined || reason === WHY ? state : `${state} ${reason.en}`;
  expect(results.map(said).join(', ')).toBe(ends);
});

describe('what an outcome means for the fleet', () => {
  const failure = { code: 'timeout', detail: '', text: WHY };
  const detail = { en: 'all of it', ja: '全体' };
  test.each<[Partial<Outcome> & Pick<Outcome, 'state'>, string, string, boolean]>([
    [{ state: 'kept' }, 'r1: kept', 'r1: 適用・保存済み', true],
    [{ state: 'rolled-back', failure }, 'r1: rolled back: why', 'r1: 元の設定に復元（理由）', false],
    [{ state: 'kept-not-saved', failure }, 'r1: failed: all of it', 'r1: 失敗（全体）', false],
    [{ state: 'unchanged', failure }, 'r1: failed: all of it', 'r1: 失敗（全体）', false],
    [{ state: 'unknown', failure }, 'r1: failed: all of it', 'r1: 失敗（全体）', false],
  ])('$state', (outcome, en, ja, good) => {
    const result = fleetResultOf({ id: '1', health: [], detail, ...outcome });
    expect(summaryLine('r1', result)).toEqual({ en, ja });
    expect(isGood(result)).toBe(good);
  });
});
