// What `npm start` says on the terminal, in the language of the terminal.

const tag =
  process.env.LC_ALL ||
  process.env.LC_MESSAGES ||
  process.env.LANG ||
  Intl.DateTimeFormat().resolvedOptions().locale;
const japanese = /^ja(?:[-_.]|$)/i.test(tag);

/** A message in both languages, as everywhere in the product. @typedef {{ en: string, ja: string }} Text */

/** @param {Text} text */
export const say = (text) => (japanese ? text.ja : text.en);

/** @param {Text} text */
export const print = (text) => console.log(say(text));

/**
 * Says how long something took once it is done, so that a wait is never unexplained.
 *
 * @template T
 * @param {Text} what
 * @param {() => Promise<T>} work
 */
export async function timed(what, work) {
  const start = performance.now();
  const result = await work();
  console.log(`  ✓ ${say(what)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return result;
}
