import { removeEntry, setValue } from '../spec/edit.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { RuleContext, RuleFix } from './rule.ts';
import { indexed } from './spec-values.ts';

/** A wired member of the bridge, with its place in `lan.ports`. */
export interface LanPort {
  readonly index: number;
  readonly path: readonly (string | number)[];
  readonly name: string;
}

export function lanPorts({ spec }: Pick<RuleContext, 'spec'>): readonly LanPort[] {
  return indexed(spec.lan?.ports).map(([index, name]) => ({ index, path: ['lan', 'ports', index], name }));
}

/** Takes a port out of `lan.ports`. The last one leaves an empty list, since the key itself is required. */
export function removePort(document: SpecDocument, { path, name }: LanPort): RuleFix {
  const list = document.entry(['lan', 'ports']);
  const isLast = document.childrenOf(['lan', 'ports']).length === 1;
  return {
    title: { en: `Remove \`${name}\` from the ports`, ja: `ポートから \`${name}\` を削除` },
    edits: !isLast
      ? removeEntry(document, path)
      : list?.flow === true
        ? setValue(document, ['lan', 'ports'], '[]')
        : undefined,
  };
}
