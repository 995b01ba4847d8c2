import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { analyze } from '../core/analysis.ts';
import { appendItem, applyEdits } from '../core/spec/edit.ts';
import { shortForward } from '../core/spec/forward.ts';
import { say } from '../core/text.ts';
import type { DocumentState, Severities } from './document-state.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';
import { workspaceEdit } from './workspace-edit.ts';

/** A forward as a form has it: what was typed, not yet looked at. */
export interface NewForward {
  readonly protocol: string;
  readonly port: string;
  readonly host: string;
  /** Empty: the port outside. */
  readonly hostPort: string;
}

export interface AddedForward {
  /** The edit that adds it, or undefined where it cannot be. */
  readonly edit: WorkspaceEdit | undefined;
  /** Where the forward stands after the edit. */
  readonly place: Range | undefined;
  /** What was added, or why nothing was. */
  readonly message: string;
}

export interface AddForwardOptions extends ServiceOptions {
  readonly severities: Severities;
  /** Whether an edit may say which version of the document it is for. */
  readonly versionedEdits: boolean;
}

const FORWARDS = ['nat', 'forwards'];

/**
 * Adds a forward to a spec, with everything else left as it is. Whether it may be is not decided here: it is put in, and
 * whatever the rules have to say about the new entry is the reason why it is not.
 */
export function addForward(
  state: DocumentState,
  { protocol, port, host, hostPort }: NewForward,
  options: AddForwardOptions,
): AddedForward {
  const { document } = state.analysis;
  const t = sayIn(options.locale);
  const refused = (message: string): AddedForward => ({ edit: undefined, place: undefined, message });
  const target = host.trim();
  if (target === '')
    return refused(
      t(
        'The LAN host is missing: give its IPv4 address, or the name of a DHCP reservation.',
        'LAN 内のホストが指定されていません。IPv4 アドレスか、DHCP 予約の名前を指定してください。',
      ),
    );
  const endpoint = hostPort.trim() === '' ? target : `${target}:${hostPort.trim()}`;
  const forward = shortForward.parse(`${protocol.trim()} ${port.trim()} -> ${endpoint}`);
  if (!forward.ok) return refused(say(forward.reason, options.locale));
  const text = shortForward.format(forward.value);
  const edits = appendItem(document, FORWARDS, text);
  const after = edits === undefined ? undefined : analyze(applyEdits(state.text, edits));
  const added = after?.document.childrenOf(FORWARDS).at(-1);
  if (edits === undefined || after === undefined || added?.content !== text)
    return refused(
      t(
        'The list `nat.forwards` is written in a way that cannot be added to here: with an alias, or with a mistake. Add the forward in the text.',
        '`nat.forwards` がエイリアスで書かれているか、記述に誤りがあるため、ここからは追加できません。テキストを直接編集してください。',
      ),
    );
  // What is wrong with forwards as such is reported at the key of their list.
  const places = [added.value, after.document.keySpanOf(FORWARDS)];
  const problem = after
    .problems(options)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .find((each) => places.some(({ start, end }) => start <= each.span.start && each.span.end <= end));
  return problem === undefined
    ? {
        edit: workspaceEdit(state, edits, options),
        place: rangeOf(after.document.lines, added.value),
        message: t(`Added: ${text}`, `追加しました: ${text}`),
      }
    : refused(say(problem.message, options.locale));
}
