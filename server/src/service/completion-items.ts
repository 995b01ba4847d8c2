import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import type { Path } from '../core/problem.ts';
import { objectAt, schemaAt } from '../core/spec/schema-lookup.ts';
import { shapeOf } from '../core/spec/schema-text.ts';
import type { Fields, Schema } from '../core/spec/schema-types.ts';
import { scalarText } from '../core/spec/yaml-text.ts';
import { say } from '../core/text.ts';
import { blockOf, flowOf, itemOf, literal } from './completion-insert.ts';
import type { Filling } from './completion-insert.ts';
import type { CompletionData, CompletionSite } from './completion-site.ts';
import { ValueItems } from './completion-values.ts';
import { blocksFor } from './suggest/blocks.ts';
import { fillFor, onlyValues, suggestedList, usualKeys } from './suggest/index.ts';
import { hostapdOptions } from './suggest/hostapd.ts';
import { interfaceSettings } from './suggest/interfaces.ts';
import { NEW_ENTRY } from './suggest/suggestion.ts';
import { templates } from './suggest/templates.ts';

/** The items for one place. */
export class ItemBuilder {
  private readonly site: CompletionSite;
  private readonly filling: Filling = {
    value: (path) => fillFor(this.site.about(path)),
    list: (path) => suggestedList(this.site.about(path)),
    only: (path) => onlyValues(this.site.about(path)),
    usualKeys,
  };

  constructor(site: CompletionSite) {
    this.site = site;
  }

  at(schema: Schema): CompletionItem[] {
    const { kind } = this.site.place;
    if (kind === 'flow-key') {
      if (schema.kind === 'map') return this.mapKeys();
      const object = objectAt(schema);
      return object === undefined ? [] : this.keys(object.fields);
    }
    switch (schema.kind) {
      case 'object':
        return kind === 'entry'
          ? [...this.wholeSpecs(), ...this.keys(schema.fields), ...this.wholeEntry(schema)]
          : this.example(schema);
      case 'either': {
        const values = new ValueItems(this.site, schema.scalar);
        return kind !== 'entry' || values.continuesShortForm
          ? values.all()
          : [...this.keys(schema.object.fields), ...values.all(), ...this.wholeEntry(schema)];
      }
      case 'list':
        return kind === 'entry' ? this.entries(schema.item) : this.example(schema);
      case 'scalar':
        return new ValueItems(this.site, schema).all();
      case 'map':
        return kind === 'entry' ? this.mapKeys() : this.example(schema);
    }
  }

  /** In a file that has nothing yet: whole specs, one for each kind of line. */
  private wholeSpecs(): CompletionItem[] {
    const { path, siblings, beforeColon, quote } = this.site.place;
    if (path.length > 0 || siblings.size > 0 || beforeColon || quote !== '') return [];
    return templates(this.site.options.locale).map(({ label, detail, text }, index) => ({
      label,
      kind: CompletionItemKind.File,
      detail,
      // Before the keys, whose order begins with a digit.
      sortText: `-${index}`,
      ...this.site.insert(text),
    }));
  }

  /** The keys of a block that it does not have yet: those that it must have first, then in the order of the schema. */
  private keys(fields: Fields): CompletionItem[] {
    const { place, options } = this.site;
    return Object.entries(fields)
      .filter(([key]) => !place.siblings.has(key))
      .map(([key, field], index): CompletionItem => {
        const path = [...place.path, key];
        const name = `${key}${place.closed ? '' : place.quote}`;
        const text = place.beforeColon
          ? name
          : place.kind === 'flow-key'
            ? `${name}: ${flowOf(field, path, this.filling)}`
            : `${name}:${blockOf(field, path, this.filling)}`;
        return {
          label: key,
          kind: field.schema.kind === 'scalar' ? CompletionItemKind.Property : CompletionItemKind.Module,
          detail: field.required
            ? this.site.t('required', '必須')
            : say(shapeOf(field.schema), options.locale),
          sortText: `${field.required ? 0 : 1}${String(index).padStart(3, '0')}`,
          ...this.site.insert(place.closed ? key : text),
          data: { path } satisfies CompletionData,
        };
      });
  }

  /** Keys that the user chooses: kernel settings of the interfaces that the spec has, and what hostapd knows. */
  private mapKeys(): CompletionItem[] {
    const { place } = this.site;
    const context = this.site.about(place.path);
    const known =
      place.path[0] === 'sysctl'
        ? interfaceSettings(context).map(({ key, detail }) => ({
            key,
            detail,
            path: place.path,
            value: '$1',
          }))
        : place.path[0] === 'wifi'
          ? hostapdOptions(context).map(({ key, value }) => ({
              key,
              path: [...place.path, key],
              value: `\${1:${literal(scalarText(value, place.kind !== 'entry'))}}`,
            }))
          : [];
    return known
      .filter(({ key }) => !place.siblings.has(key))
      .map(({ key, value, path, ...detail }) => ({
        label: key,
        kind: CompletionItemKind.Property,
        ...detail,
        ...this.site.insert(place.beforeColon ? key : `${key}: ${value}`),
        data: { path } satisfies CompletionData,
      }));
  }

  /** What a whole block or list may look like behind its key. */
  private example(schema: Schema): CompletionItem[] {
    const { place } = this.site;
    const field = schemaAt(place.path)?.field;
    if (schema.kind === 'list' && field === undefined) return [];
    const known = suggestedList(this.site.about(place.path));
    const forRouter = this.site.t('for this router', 'このルーター向け');
    const example = this.site.t('an example', '例');
    return (known === undefined ? (field?.examples ?? []) : [known]).map((value): CompletionItem => ({
      label: value,
      kind: CompletionItemKind.Value,
      detail: known === undefined ? example : forRouter,
      ...this.site.insert(literal(value)),
      data: { path: place.path } satisfies CompletionData,
    }));
  }

  /** An entry of a list on a line of its own; behind its dash the entry itself is completed. */
  private entries(item: Schema): CompletionItem[] {
    const { place, options } = this.site;
    if (place.afterDash) return [];
    const path = [...place.path, NEW_ENTRY];
    const entry = itemOf(item, path, this.filling, this.othersInBraces(place.path));
    return [
      {
        label: `- ${entry.label}`,
        filterText: '-',
        kind: CompletionItemKind.Struct,
        detail: say(shapeOf(item), options.locale),
        ...this.site.insert(`- ${entry.text}`),
        data: { path: [...place.path, 0] } satisfies CompletionData,
      },
      ...this.blocks(place.path, '- '),
    ];
  }

  /** Behind the dash of an entry that has nothing yet: the whole entry. */
  private wholeEntry(item: Schema): CompletionItem[] {
    const { place } = this.site;
    if (!place.afterDash || place.siblings.size > 0 || place.beforeColon || place.quote !== '') return [];
    const list = place.path.slice(0, -1);
    const { text, label } = itemOf(item, place.path, this.filling, this.othersInBraces(list));
    return [
      {
        label,
        kind: CompletionItemKind.Struct,
        detail: this.site.t('the whole entry', 'エントリー全体'),
        sortText: '2000',
        ...this.site.insert(text),
        data: { path: place.path } satisfies CompletionData,
      },
      ...this.blocks(list, ''),
    ];
  }

  private blocks(list: Path, dash: '- ' | ''): CompletionItem[] {
    const inBraces = this.othersInBraces(list);
    return blocksFor(this.site.about(list)).map(({ label, detail, pairs }, index): CompletionItem => {
      const keys = pairs.map(([key, value], at) => {
        const text = value.startsWith('[') ? value : scalarText(value, inBraces);
        return `${key}: \${${at + 1}:${literal(text)}}`;
      });
      return {
        label: `${dash}${label}`,
        ...(dash === '' ? {} : { filterText: '-' }),
        kind: CompletionItemKind.Struct,
        detail,
        sortText: `21${String(index).padStart(2, '0')}`,
        ...this.site.insert(dash + (inBraces ? `{ ${keys.join(', ')} }` : keys.join('\n  '))),
        data: { path: [...list, 0] } satisfies CompletionData,
      };
    });
  }

  /** Whether the entries that a list has stand in braces. */
  private othersInBraces(list: Path): boolean {
    const others = this.site.context.analysis.document
      .childrenOf(list)
      .filter(({ quote }) => quote === undefined);
    const last = others.findLast(({ value }) => value.end > value.start);
    return last?.flow === true;
  }
}
