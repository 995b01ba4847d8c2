import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair, YAMLMap } from 'yaml';
import type { Problem, Span } from '../problem.ts';
import type { NodePlaces } from './node-places.ts';
import { pairLines } from './pair-lines.ts';
import { duplicateKey, problem } from './reader-problems.ts';

/** A key with its value; `aliased` where it stands elsewhere, at an anchor. */
export interface MappingPair {
  readonly key: string;
  readonly keySpan: Span;
  readonly pair: Pair;
  readonly aliased: boolean;
}

/** Reads the pairs of mappings, and tells of keys that are none or stand twice. */
export class MappingPairs {
  private readonly text: string;
  private readonly root: Node | null;
  private readonly places: NodePlaces;
  private readonly anchors: ReadonlyMap<string, Node>;
  private readonly add: (found: Problem) => void;

  constructor(
    text: string,
    root: Node | null,
    places: NodePlaces,
    anchors: ReadonlyMap<string, Node>,
    add: (found: Problem) => void,
  ) {
    this.text = text;
    this.root = root;
    this.places = places;
    this.anchors = anchors;
    this.add = add;
  }

  /** The pairs of a mapping: those of merged mappings (`<<: *base`) first and only where the mapping has no such key, each key once. */
  *of(node: YAMLMap, aliased: boolean): Generator<MappingPair> {
    const seen = new Map<string, { readonly span: Span; readonly pair: Pair }>();
    const merged: YAMLMap[] = [];
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const keySpan = keyNode === null ? this.places.start() : this.places.keySpan(keyNode);
      if (!isScalar(keyNode) || typeof keyNode.value !== 'string') {
        this.add(
          problem('yaml/syntax', keySpan, {
            en: 'A key must be a word.',
            ja: 'キーは文字列でなければなりません。',
          }),
        );
        continue;
      }
      const key =
        keySpan.start > this.places.spanOf(keyNode).start
          ? this.text.slice(keySpan.start, keySpan.end)
          : keyNode.value;
      if (key === '<<') {
        merged.push(...this.mergeSources(pair.value as Node | null));
        continue;
      }
      const first = seen.get(key);
      if (first !== undefined) {
        const own = pairLines(this.text, node, keySpan, pair);
        const other = pairLines(this.text, node, first.span, first.pair);
        const lines = own === undefined || other === undefined ? undefined : { own, first: other };
        this.add(duplicateKey(this.text, key, keySpan, first.span, lines));
        continue;
      }
      seen.set(key, { span: keySpan, pair });
      yield { key, keySpan, pair, aliased };
    }
    for (const source of merged) {
      for (const pair of source.items) {
        if (!isScalar(pair.key) || typeof pair.key.value !== 'string' || seen.has(pair.key.value)) continue;
        seen.set(pair.key.value, { span: this.places.spanOf(pair.key), pair });
        yield { key: pair.key.value, keySpan: this.places.spanOf(pair.key), pair, aliased: true };
      }
    }
  }

  private mergeSources(node: Node | null): YAMLMap[] {
    const nodes = isSeq(node) ? (node.items as Node[]) : [node];
    return nodes.flatMap((each) => {
      const target = isAlias(each) ? this.anchors.get(each.source) : each;
      return isMap(target) && target !== this.root ? [target] : [];
    });
  }
}
