/** The known word that was most likely meant, or nothing where none is near. Separators and case do not count: `psidOffset` means `psid-offset`. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[-_ ]/g, '');
  const wanted = plain(word.slice(0, 40));
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const far = distance(wanted, plain(candidate));
    if (far < bestDistance) {
      best = candidate;
      bestDistance = far;
    }
  }
  return best;
}

/**
 * How many slips make one word of another: a letter too many, too few, another one, or two that have changed places. The
 * last is the commonest in typing, and would count twice without (Damerau, CACM 7(3), 1964; here without overlaps, which
 * is known as the optimal string alignment distance).
 */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const own = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      own[column] = Math.min(
        (above[column] ?? 0) + 1,
        (own[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = above;
    above = own;
  }
  return above[to.length] ?? Infinity;
}
