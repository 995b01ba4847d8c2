import { distance } from 'fastest-levenshtein';

/** The known word that was most likely meant, or nothing where none is near. Separators and case do not count: `psidOffset` means `psid-offset`. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_ ]/g, '');
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
