import type { Suggest, SuggestContext, SuggestedValue } from './suggestion.ts';

/** The secrets of this spec under keys of the same name: those of other access points, say. */
function ofSameKey({ names, path }: SuggestContext): string[] {
  const key = path.findLast((step) => step !== 'name');
  return names.places
    .filter(({ kind, written }) => kind === 'secret' && written?.scalar.entry.path.at(-1) === key)
    .map(({ name }) => name);
}

/** The secrets that there are: those of this spec, of the same key first, and those that the client keeps. */
export const secrets: Suggest = (context) => {
  const { names, secretNames, t } = context;
  const used = names.all('secret');
  const all = new Set([...ofSameKey(context), ...used, ...[...secretNames].sort()]);
  return [...all].map((name): SuggestedValue => ({
    value: name,
    detail: [
      ...(used.includes(name) ? [t('used in this spec', 'このスペックで使用中')] : []),
      ...(secretNames.includes(name) ? [t('its value is stored', '値を保存済み')] : []),
    ].join(t(', ', '、')),
  }));
};

const reference = (name: string): string => `\${secret:${name}}`;

/** The same as whole scalars. */
export const secretReferences: Suggest = (context) =>
  secrets(context).map(({ value, detail }) => ({ value: reference(value), detail }));

/** The secret that the spec has under a key of the same name already. */
export function secretOfKey(context: SuggestContext): string | undefined {
  const [name] = ofSameKey(context);
  return name === undefined ? undefined : reference(name);
}
