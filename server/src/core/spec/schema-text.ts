import type { ClosedValue, Schema } from './schema-types.ts';
import { joinJa } from '../text.ts';
import type { Text } from '../text.ts';

/** What may stand at a place, as a noun phrase. */
export function shapeOf(schema: Schema): Text {
  switch (schema.kind) {
    case 'scalar':
      return schema.shape;
    case 'either':
      return {
        en: `${schema.scalar.shape.en}, or a block of keys`,
        ja: `${schema.scalar.shape.ja}、またはキーのまとまり`,
      };
    case 'list':
      return {
        en: `a list; each entry is ${shapeOf(schema.item).en}`,
        ja: `${joinJa('リスト（各項目は', shapeOf(schema.item).ja)}）`,
      };
    case 'map':
      return {
        en: `keys, each of them ${schema.key.shape.en}`,
        ja: `${joinJa('キーの一覧（キーは', schema.key.shape.ja)}）`,
      };
    case 'object':
      return { en: 'a block of keys', ja: 'キーのまとまり' };
  }
}

/** The closed values of a place, those of a list's entries included. */
export function listValues(schema: Schema): readonly ClosedValue[] {
  switch (schema.kind) {
    case 'scalar':
      // That true is yes needs no list.
      return schema.type === 'boolean' ? [] : (schema.values ?? []);
    case 'either':
      return schema.scalar.values ?? [];
    case 'list':
      return listValues(schema.item);
    default:
      return [];
  }
}
