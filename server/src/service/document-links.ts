import type { DocumentLink } from 'vscode-languageserver-types';
import { ruleUrl } from '../core/rules/rule-url.ts';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';

/** The codes in suppression comments, each linked to the page of its rule. */
export function documentLinks({ text, analysis }: DocumentState, { locale }: ServiceOptions): DocumentLink[] {
  const { lines } = analysis.document;
  const tooltip = sayIn(locale)('Open the page of this rule', 'このルールのページを開く');
  const comments = text.matchAll(/#\s*router-spec-ignore:\s*((?:[\w/-]+(?:\s*,\s*)?)+)/g);
  return [...comments].flatMap((comment) => {
    const list = comment[1] ?? '';
    const from = comment.index + comment[0].length - list.length;
    return [...list.matchAll(/[\w-]+\/[\w-]+/g)].map((code): DocumentLink => ({
      range: {
        start: lines.positionAt(from + code.index),
        end: lines.positionAt(from + code.index + code[0].length),
      },
      target: ruleUrl(code[0], locale),
      tooltip,
    }));
  });
}
