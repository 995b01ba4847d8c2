/** Entries of a list that could be read; one that could not is a problem of its own and leaves a hole. */
export function present<T>(list: readonly (T | undefined)[] | undefined): readonly T[] {
  return (list ?? []).filter((item): item is T => item !== undefined);
}
