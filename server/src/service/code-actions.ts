import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction, Diagnostic, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Fix, Problem, TextEdit } from '../core/problem.ts';
import { say } from '../core/text.ts';
import { command } from './commands.ts';
import { literal } from './completion-insert.ts';
import { diagnostics } from './diagnostics.ts';
import type { DiagnosticOptions } from './diagnostics.ts';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import { rangeOf, spanOf, touches } from './ranges.ts';
import { refactorings, secretActions } from './refactor/index.ts';
import type { Refactoring } from './refactor/refactoring.ts';
import { canSuppress, suppressionEdit } from './suppress.ts';
import { workspaceEdit } from './workspace-edit.ts';

/** Applies every safe fix of a file; on save, for those who set `editor.codeActionsOnSave`. */
export const FIX_ALL = 'source.fixAll.routerSpec';

/** The problems that storing a value as a secret mends. */
const IN_CLEAR: ReadonlySet<string> = new Set(['wifi/passphrase-in-clear', 'secret/password-in-clear']);

export interface CodeActionOptions extends DiagnosticOptions {
  /** The kinds that the client asks for; undefined: all that have to do with the range. */
  readonly only: readonly string[] | undefined;
  /** Whether an edit may say which version of the document it is for. */
  readonly versionedEdits: boolean;
  /** Whether the client can put the cursor into a hole of what an edit inserts. */
  readonly snippetEdits: boolean;
  /** Whether the client stores secrets, by `routerSpec.storeSecret`. */
  readonly secrets: boolean;
}

/** The quick fixes for the problems in a range, a way to suppress each of them, "fix all", and other ways to write the same. */
export function codeActions(state: DocumentState, range: Range, options: CodeActionOptions): CodeAction[] {
  const wants = (kind: string): boolean =>
    options.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? kind !== FIX_ALL;
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(state, range, options) : []),
    ...(wants(FIX_ALL) ? fixAll(state, options) : []),
    ...refactorActions(state, range, options).filter(({ kind }) => wants(kind ?? CodeActionKind.Refactor)),
  ];
}

function quickFixes(state: DocumentState, range: Range, options: CodeActionOptions): CodeAction[] {
  const wanted = spanOf(state.analysis.document.lines, range);
  const shown = diagnostics(state, options);
  const found = state
    .problems(options.severities, options.others)
    .map((problem, index) => ({ problem, diagnostic: shown[index] }))
    .filter((each): each is { problem: Problem; diagnostic: Diagnostic } => each.diagnostic !== undefined)
    .filter(({ problem }) => touches(problem.span, wanted));
  return [
    ...found.flatMap(({ problem, diagnostic }) => {
      const stores = storeActions(state, problem, diagnostic, options);
      const fixes = (problem.fixes ?? []).map((fix): CodeAction => ({
        title: say(fix.title, options.locale),
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: fix.preferred && stores.length === 0,
        edit: workspaceEdit(state, fix.edits, options),
      }));
      return [...stores, ...fixes];
    }),
    // Suppressing comes last: it is seldom what one wants.
    ...found.flatMap(({ problem, diagnostic }) => suppress(state, problem, diagnostic, options)),
  ];
}

/** Where a value in clear text is the problem: stores it, and writes its name. */
function storeActions(
  state: DocumentState,
  { code, span }: Problem,
  diagnostic: Diagnostic,
  options: CodeActionOptions,
): CodeAction[] {
  if (!IN_CLEAR.has(code)) return [];
  return secretActions(state, span.start, options).map((each) => ({
    ...actionOf(state, each, options),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: true,
  }));
}

/** Other ways to write what stands at the beginning of a range. */
function refactorActions(state: DocumentState, range: Range, options: CodeActionOptions): CodeAction[] {
  const asked = options.only?.some((only) => only.startsWith(CodeActionKind.Refactor)) ?? true;
  if (!asked) return [];
  return refactorings(state, spanOf(state.analysis.document.lines, range).start, options).map((each) =>
    actionOf(state, each, options),
  );
}

function actionOf(
  state: DocumentState,
  { title, kind, change }: Refactoring,
  options: CodeActionOptions,
): CodeAction {
  return 'edits' in change
    ? { title, kind, edit: workspaceEdit(state, change.edits, options) }
    : {
        title,
        kind,
        command: command('routerSpec.storeSecret', title, { uri: state.uri, path: change.secret }),
      };
}

function suppress(
  state: DocumentState,
  problem: Problem,
  diagnostic: Diagnostic,
  options: CodeActionOptions,
): CodeAction[] {
  if (!canSuppress(problem)) return [];
  const t = sayIn(options.locale);
  const reason = t('why this is right here', 'ここでは問題ない理由');
  const edit = suppressionEdit(state.analysis.document, problem, reason);
  return [
    {
      title: t(
        `Suppress \`${problem.code}\` on this line, with a reason`,
        `この行の \`${problem.code}\` を理由付きで抑制`,
      ),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit:
        options.versionedEdits && options.snippetEdits
          ? snippetEdit(state, edit, reason)
          : workspaceEdit(state, [edit], options),
    },
  ];
}

/** The same edit with the reason selected, for the user to type over. */
function snippetEdit(
  { uri, version, analysis }: DocumentState,
  edit: TextEdit,
  reason: string,
): WorkspaceEdit {
  const value = literal(edit.newText).replace(reason, `\${1:${reason}}`);
  const range = rangeOf(analysis.document.lines, edit.span);
  return {
    documentChanges: [
      { textDocument: { uri, version }, edits: [{ range, snippet: { kind: 'snippet', value } }] },
    ],
  };
}

function fixAll(state: DocumentState, options: CodeActionOptions): CodeAction[] {
  const fixes = state
    .problems(options.severities, options.others)
    .flatMap((problem): Fix[] =>
      (problem.fixes ?? []).filter(({ safe, preferred }) => safe && preferred).slice(0, 1),
    );
  const edits = withoutConflicts(fixes);
  return edits.length === 0
    ? []
    : [
        {
          title: sayIn(options.locale)('Apply all safe fixes', '安全な修正をすべて適用'),
          kind: FIX_ALL,
          edit: workspaceEdit(state, edits, options),
        },
      ];
}

/** The edits of those fixes that do not touch what an earlier one changes; the rest is for the next time. */
function withoutConflicts(fixes: readonly Fix[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const { edits } of fixes)
    if (!edits.some((edit) => kept.some((other) => touches(edit.span, other.span)))) kept.push(...edits);
  return kept;
}
