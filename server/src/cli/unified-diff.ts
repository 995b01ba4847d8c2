import { createTwoFilesPatch } from 'diff';

/** The difference of two texts as `diff -u` prints it; an undefined side does not exist. Empty where they are equal. */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return '';
  const name = (side: string, text: string | undefined): string =>
    text === undefined ? '/dev/null' : `${side}${path}`;
  const patch = createTwoFilesPatch(name('router:', before), name('spec:', after), before ?? '', after ?? '');
  return patch.replace(/^=+\n/, '');
}
