import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { providerById } from '../core/isp/index.ts';
import { RULES } from '../core/rules/index.ts';
import { pathText, schemaAt } from '../core/spec/schema-lookup.ts';
import { say } from '../core/text.ts';
import { ItemBuilder } from './completion-items.ts';

import { completionPlace } from './completion-place.ts';
import { CompletionSite } from './completion-site.ts';
import type { CompletionData, CompletionOptions } from './completion-site.ts';
import type { DocumentState } from './document-state.ts';
import { explainProvider } from './explain/provider.ts';
import { keyDocs } from './hover-key.ts';
import { markup, paragraphs } from './markdown.ts';
import type { ServiceOptions } from './options.ts';
import { isSecret } from './suggest/index.ts';

/** The keys and values that may stand at a position. */
export function completions(
  state: DocumentState,
  position: Position,
  options: CompletionOptions,
): CompletionItem[] {
  const { lines } = state.analysis.document;
  const comment = suppressionCodes(state, position, options);
  if (comment !== undefined) return comment;
  const place = completionPlace(lines, position);
  const found = place === undefined ? undefined : schemaAt(place.path);
  if (place === undefined || found === undefined) return [];
  return new ItemBuilder(new CompletionSite(state, place, position, options)).at(found.schema);
}

/** Whether a secret is being typed at a position: the client's secrets are wanted then. */
export function wantsSecrets(state: DocumentState, position: Position): boolean {
  const place = completionPlace(state.analysis.document.lines, position);
  return place !== undefined && isSecret(place.path);
}

/** Adds the documentation to an item that the user looks at. */
export function resolveCompletion(item: CompletionItem, options: ServiceOptions): CompletionItem {
  const data = item.data as CompletionData | undefined;
  if (data === undefined) return item;
  const rule = RULES.find(({ code }) => code === data.value && data.path.length === 0);
  if (rule !== undefined)
    return {
      ...item,
      documentation: markup(
        paragraphs([`**${say(rule.title, options.locale)}**`, say(rule.explanation, options.locale)]),
      ),
    };
  const place = schemaAt(data.path);
  if (place === undefined) return item;
  const provider =
    pathText(data.path) === 'tunnel.provider' && data.value !== undefined
      ? providerById(data.value)
      : undefined;
  const text =
    provider !== undefined ? explainProvider(provider, options.locale) : keyDocs(data.path, place, options);
  return { ...item, documentation: markup(text) };
}

/** Behind `# router-spec-ignore:`: the codes of the problems that such a comment would silence, then all others. */
function suppressionCodes(
  state: DocumentState,
  position: Position,
  { locale }: ServiceOptions,
): CompletionItem[] | undefined {
  const { document } = state.analysis;
  const before = document.lines.lineText(position.line).slice(0, position.character);
  const match = /(?:^|\s)#\s*router-spec-ignore:\s*(?:[^\s,]+,\s*)*([^\s,]*)$/.exec(before);
  if (match === null) return undefined;
  const line = before.slice(0, match.index).trim() === '' ? position.line + 1 : position.line;
  const here = new Set(
    state
      .problems({})
      .flatMap((problem) =>
        document.lines.positionAt(problem.span.start).line === line ? [problem.code] : [],
      ),
  );
  const start = { line: position.line, character: position.character - (match[1]?.length ?? 0) };
  return RULES.map(({ code, title }): CompletionItem => ({
    label: code,
    kind: CompletionItemKind.Constant,
    detail: say(title, locale),
    sortText: `${here.has(code) ? 0 : 1}${code}`,
    textEdit: { range: { start, end: position }, newText: code },
    data: { path: [], value: code } satisfies CompletionData,
  }));
}
