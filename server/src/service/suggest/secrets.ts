import { schemaAt } from '../../core/spec/schema-lookup.ts';
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

/** The same as whole scalars; a new one too, where the key has none of its own in this spec. */
export const secretReferences: Suggest = (context) => {
  const known = secrets(context).map(({ value, detail }) => ({ value: reference(value), detail }));
  const examples = ofSameKey(context).length > 0 ? [] : (schemaAt(context.path)?.field?.examples ?? []);
  return [
    ...known,
    ...examples
      .filter((example) => known.every(({ value }) => value !== example))
      .map((value) => ({ value, detail: context.t('a new secret', '新しいシークレット') })),
  ];
};

/** The secret that the spec has under a key of the same name already. */
export function secretOfKey(context: SuggestContext): string | undefined {
  const [name] = ofSameKey(context);
  return name === undefined ? undefined : reference(name);
}
