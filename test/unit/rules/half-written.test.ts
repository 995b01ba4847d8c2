import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { Span } from '../../../server/src/core/problem.ts';

const FIXTURES = new URL('../../fixtures/rules/', import.meta.url);

const texts = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, FIXTURES), 'utf8'));

/** A spec as it is while somebody writes it: cut off somewhere, or with a piece taken out. */
const halfWritten = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat({ max: 60 }),
    fc.boolean(),
  )
  .map(([text, where, length, cut]) => {
    const at = Math.floor(where * text.length);
    return cut ? text.slice(0, at) : text.slice(0, at) + text.slice(at + length);
  });

describe('a spec that is being written', () => {
  it('has problems that point into it, and fixes that can be applied', () => {
    fc.assert(
      fc.property(halfWritten, (text) => {
        const inside = ({ start, end }: Span): boolean => 0 <= start && start <= end && end <= text.length;
        for (const { code, span, related = [], fixes = [] } of analyze(text).problems()) {
          expect(inside(span), code).toBe(true);
          expect(
            related.every((each) => inside(each.span)),
            code,
          ).toBe(true);
          for (const { edits } of fixes) {
            const spans = edits.map((edit) => edit.span).sort((a, b) => a.start - b.start);
            expect(spans.every(inside), code).toBe(true);
            expect(
              spans.every((each, index) => index === 0 || (spans[index - 1]?.end ?? 0) <= each.start),
              code,
            ).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
