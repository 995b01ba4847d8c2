/** How often a condition is looked at. */
const EVERY_MS = 25;

/**
 * Waits until `condition` gives something other than `undefined`, `null`, `false`, `''` or `0`, and returns that. What the
 * editor does arrives when it arrives, so tests look again instead of waiting for a fixed time.
 *
 * @throws where it does not within `limitMs`; the message has `what` and what was seen last
 */
export async function until<T>(
  what: string,
  condition: () => T | PromiseLike<T>,
  limitMs = 20_000,
): Promise<Exclude<NonNullable<T>, false | '' | 0>> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value) return value as Exclude<NonNullable<T>, false | '' | 0>;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms for ${what}; saw ${String(value)}.`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
