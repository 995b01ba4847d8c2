import { isAlias, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Path, Problem, Span } from '../problem.ts';
import { joinJa } from '../text.ts';
import type { Text } from '../text.ts';
import { fullWidthProblem } from './full-width-values.ts';
import { MappingPairs } from './mapping-pairs.ts';
import { NodePlaces, quoteOf } from './node-places.ts';
import { contentStart, takeApart } from './pieces.ts';
import { invalidValue, listFix, missingKey, problem, unknownKey, versionFix } from './reader-problems.ts';
import type {
  EitherSchema,
  Field,
  Fields,
  ListSchema,
  MapSchema,
  ObjectSchema,
  ScalarSchema,
  Schema,
} from './schema-types.ts';
import type { Entry } from './spec-document.ts';

/**
 * How many nodes are read before giving up. Aliases make a small text stand for a large tree ("billion laughs"), so the
 * text's length alone bounds nothing.
 */
const MAX_NODES = 100_000;

/** How many problems are reported; whoever has this many has one mistake that makes the others. */
const MAX_PROBLEMS = 1000;

interface Place {
  readonly path: Path;
  readonly key: Span | undefined;
  readonly field: Field | undefined;
  readonly aliased: boolean;
  /** It is an entry of a list in brackets. */
  readonly inBrackets?: boolean;
}

/** Walks the YAML tree along the schema: values are parsed, places noted, and what does not fit becomes a problem. */
export class Reader {
  readonly entries: Entry[] = [];
  private readonly problems: Problem[];
  private readonly text: string;
  private readonly root: Node | null;
  private readonly anchors = new Map<string, Node>();
  private readonly places: NodePlaces;
  private readonly pairs: MappingPairs;
  /** Which aliases are being followed, so that an alias to its own ancestor ends. */
  private readonly following = new Set<Node>();
  private left = MAX_NODES;

  constructor(text: string, document: Document.Parsed, problems: Problem[]) {
    this.text = text;
    this.problems = problems;
    this.root = document.contents;
    this.places = new NodePlaces(text, this.root);
    this.pairs = new MappingPairs(text, this.root, this.places, this.anchors, (found) => this.add(found));
    visit(document, {
      Node: (_, node) => {
        if (!isAlias(node) && node.anchor !== undefined) this.anchors.set(node.anchor, node);
      },
    });
  }

  /** Reads the document as the given object; an empty or wholly different document gives an empty object. */
  read(schema: ObjectSchema<Fields>): unknown {
    const root = this.root;
    if (root === null || (isScalar(root) && root.value === '')) {
      if (!this.problems.some((problem) => problem.severity === 'error')) {
        this.report('spec/empty', this.places.start(), {
          en: 'This spec is empty. Begin with `version: 1`, or insert one of the snippets for a whole router.',
          ja: 'まだ何も書かれていません。`version: 1` から書き始めるか、ルーター全体のスニペットを挿入してください。',
        });
      }
      return {};
    }
    return this.value(root, schema, { path: [], key: undefined, field: undefined, aliased: false }) ?? {};
  }

  private value(node: Node | null, schema: Schema, place: Place): unknown {
    if (this.left-- <= 0) {
      if (this.left === -1) {
        this.report('yaml/too-large', this.places.start(), {
          en: 'This spec stands for far more values than any router has (aliases multiply), so it was not read to the end.',
          ja: 'エイリアスの展開により、値の数が一台のルーターをはるかに超えたため、途中で読み込みを中止しました。',
        });
      }
      return undefined;
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined || this.following.has(target)) {
        this.entry(node, undefined, place);
        if (target !== undefined) {
          this.report('yaml/syntax', this.places.spanOf(node), {
            en: 'This alias stands inside its own anchor.',
            ja: 'このエイリアスは、自分自身のアンカーの中にあります。',
          });
        }
        return undefined;
      }
      // The entry of the alias itself is the alias in the text; what is below it stands at the anchor.
      this.entry(node, schema, place);
      this.following.add(target);
      const result = this.value(target, schema, { ...place, aliased: true });
      this.following.delete(target);
      return result;
    }
    if (schema.kind === 'either') return this.either(node, schema, place);
    this.entry(node, schema, place);
    if (node === null || (isScalar(node) && node.value === '' && node.source === ''))
      return this.missing(schema, node, place);
    switch (schema.kind) {
      case 'object':
        return isMap(node) ? this.object(node, schema, place) : this.mismatch(node, place, MAPPING);
      case 'map':
        return isMap(node) ? this.map(node, schema, place) : this.mismatch(node, place, MAPPING);
      case 'list':
        return isSeq(node) ? this.list(node, schema, place) : this.mismatch(node, place, LIST, schema.item);
      case 'scalar':
        return isScalar(node) ? this.scalar(node, schema, place) : this.mismatch(node, place, schema.shape);
    }
  }

  private either(
    node: Node | null,
    schema: EitherSchema<ScalarSchema<unknown>, ObjectSchema<Fields>>,
    place: Place,
  ): unknown {
    if (isMap(node)) return this.value(node, schema.object, place);
    if (isScalar(node) || node === null) {
      const value = this.value(node, schema.scalar, place);
      if (value !== undefined && isScalar(node)) this.shortForm(node, schema.scalar, place);
      return value;
    }
    this.entry(node, schema, place);
    return this.mismatch(node, place, schema.scalar.shape);
  }

  /** The parts of a short form get the places that the keys of the long form have. */
  private shortForm(node: Scalar, schema: ScalarSchema<unknown>, place: Place): void {
    const text = String(node.value);
    const span = this.places.spanOf(node);
    const start = contentStart(this.text, span, text);
    for (const part of takeApart(schema, text, start).parts) {
      this.entries.push({
        path: [...place.path, part.name ?? ''],
        key: undefined,
        value: start === undefined ? span : part.span,
        schema: undefined,
        field: undefined,
        aliased: place.aliased,
        flow: false,
        quote: undefined,
        content: start === undefined ? undefined : part.text,
      });
    }
  }

  private object(node: YAMLMap, schema: ObjectSchema<Fields>, place: Place): unknown {
    const result: Record<string, unknown> = {};
    const present = keysOf(node);
    for (const { key, keySpan, pair, aliased } of this.pairs.of(node, place.aliased)) {
      const field = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
      const inner = { path: [...place.path, key], key: keySpan, field, aliased };
      if (field === undefined) {
        this.entry(pair.value as Node | null, undefined, inner);
        this.add(unknownKey(key, keySpan, this.places.inner(keySpan, key), schema, place.path, present));
        continue;
      }
      const value = this.value(pair.value as Node | null, field.schema, inner);
      if (value !== undefined) result[key] = value;
    }
    this.required(schema, node, present, result, place);
    return result;
  }

  private map(node: YAMLMap, schema: MapSchema<Schema>, place: Place): unknown {
    const result: Record<string, unknown> = {};
    for (const { key, keySpan, pair, aliased } of this.pairs.of(node, place.aliased)) {
      const parsed = schema.key.parse(key);
      const inner = { path: [...place.path, key], key: keySpan, field: undefined, aliased };
      if (!parsed.ok) {
        this.entry(pair.value as Node | null, undefined, inner);
        this.report('spec/invalid-value', keySpan, parsed.reason);
        continue;
      }
      const value = this.value(pair.value as Node | null, schema.item, inner);
      // A null prototype is not needed: the keys are checked, and `__proto__` is not among what they may be.
      if (value !== undefined) result[parsed.value] = value;
    }
    return result;
  }

  private list(node: YAMLSeq, schema: ListSchema<Schema>, place: Place): unknown {
    const result: unknown[] = [];
    node.items.forEach((item, index) => {
      const inner = {
        path: [...place.path, index],
        key: undefined,
        field: undefined,
        aliased: place.aliased,
        inBrackets: node.flow === true,
      };
      if (isPair(item)) {
        // `[a: 1]` is a mapping of one pair in flow style, which YAML allows without braces.
        this.mismatch(item.key as Node, inner, schema.itemName);
        result.push(undefined);
      } else {
        result.push(this.value(item as Node | null, schema.item, inner));
      }
    });
    return result;
  }

  private scalar(node: Scalar, schema: ScalarSchema<unknown>, { inBrackets = false }: Place): unknown {
    const text = typeof node.value === 'string' ? node.value : String(node.value);
    const parsed = schema.parse(text);
    const span = this.places.spanOf(node);
    if (!parsed.ok) {
      const inner = this.places.inner(span, text);
      this.add(
        fullWidthProblem({ text, span, inner, schema, inBrackets }) ??
          invalidValue(span, inner, text, schema, parsed.reason),
      );
      return undefined;
    }
    return parsed.value;
  }

  private required(
    schema: ObjectSchema<Fields>,
    node: YAMLMap,
    present: ReadonlySet<unknown>,
    result: Record<string, unknown>,
    place: Place,
  ): void {
    for (const [key, field] of Object.entries(schema.fields)) {
      if (!field.required || key in result || present.has(key)) continue;
      const where =
        place.path.length === 0
          ? this.places.start()
          : (place.key ?? { start: this.places.spanOf(node).start, end: this.places.spanOf(node).start + 1 });
      const fixes =
        key === 'version' && place.path.length === 0 && node.flow !== true
          ? [versionFix(this.text, this.places.spanOf(node).start, field.examples[0] ?? '')]
          : [];
      this.add(missingKey(key, field, place.path, where, fixes));
    }
  }

  private missing(schema: Schema, node: Node | null, place: Place): unknown {
    const shape = schema.kind === 'scalar' ? schema.shape : schema.kind === 'list' ? LIST : MAPPING;
    const span = place.key ?? (node === null ? this.places.start() : this.places.spanOf(node));
    this.report('spec/missing-value', span, {
      en: `A value is missing here: ${shape.en}.`,
      ja: joinJa('値がありません。', shape.ja, 'を書いてください。'),
    });
    return undefined;
  }

  private mismatch(node: Node, place: Place, shape: Text, item?: Schema): unknown {
    const span = this.places.spanOf(node);
    const found: Text = isMap(node) ? MAPPING : isSeq(node) ? LIST : { en: 'a single value', ja: '単一の値' };
    // A collection can be a screenful: the key is what the user has to look at.
    const where = isScalar(node)
      ? span
      : (place.key ?? { start: span.start, end: Math.min(span.end, span.start + 1) });
    const fixes =
      isScalar(node) && item !== undefined && !place.aliased ? listFix(span, String(node.value), item) : [];
    this.add(
      problem(
        'spec/wrong-type',
        where,
        {
          en: `This should be ${shape.en}, but it is ${found.en}.`,
          ja: joinJa('ここには', shape.ja, `が必要ですが、${found.ja}になっています。`),
        },
        fixes,
      ),
    );
    return undefined;
  }

  private report(code: string, span: Span, message: Text): void {
    this.add(problem(code, span, message));
  }

  private add(found: Problem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(found);
  }

  private entry(node: Node | null, schema: Schema | undefined, place: Place): void {
    const behindKey = place.key?.end ?? 0;
    const value = node?.range == null ? { start: behindKey, end: behindKey } : this.places.spanOf(node);
    this.entries.push({
      path: place.path,
      key: place.key,
      value,
      schema,
      field: place.field,
      aliased: place.aliased,
      flow: (isMap(node) || isSeq(node)) && node.flow === true,
      quote: isScalar(node) ? quoteOf(node) : undefined,
      content: isScalar(node) && typeof node.value === 'string' ? node.value : undefined,
    });
  }
}

const MAPPING: Text = { en: 'a block of keys', ja: 'キーのまとまり（マッピング）' };
const LIST: Text = { en: 'a list', ja: 'リスト' };

/** The keys that a mapping has, as they are written. */
function keysOf(node: YAMLMap): ReadonlySet<unknown> {
  return new Set(node.items.map((pair) => (isScalar(pair.key) ? pair.key.value : undefined)));
}
