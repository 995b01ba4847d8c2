import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type {
  CancellationToken,
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { addForward } from '../service/add-forward.ts';
import { codeActions } from '../service/code-actions.ts';
import { codeLenses } from '../service/code-lens.ts';
import type { Runs } from '../service/commands.ts';
import { completions, resolveCompletion, wantsSecrets } from '../service/completion.ts';
import { documentLinks } from '../service/document-links.ts';
import type { DocumentState } from '../service/document-state.ts';
import { foldingRanges } from '../service/folding.ts';
import { formatting } from '../service/formatting.ts';
import { hover } from '../service/hover.ts';
import { importedSpec } from '../service/import-report.ts';
import { inlayHints } from '../service/inlay-hints.ts';
import { lineOrigin, linesFrom } from '../service/line-origin.ts';
import { definition, highlights, references } from '../service/navigation.ts';
import { newSpec } from '../service/new-spec/index.ts';
import type { NewSpec } from '../service/new-spec/question.ts';
import { withoutMarkdown } from '../service/plain-text.ts';
import { portMap } from '../service/port-map.ts';
import { extractSecret } from '../service/refactor/secrets.ts';
import { Refusal, prepareRename, rename } from '../service/rename.ts';
import { computedValues } from '../service/computed-values.ts';
import { renderChanges } from '../service/render-changes.ts';
import { generatedFiles } from '../service/render.ts';
import { selectionRanges } from '../service/selection-ranges.ts';
import { semanticTokens } from '../service/semantic-tokens.ts';
import { signatureHelp } from '../service/signature-help.ts';
import { specStatus } from '../service/spec-status.ts';
import { documentSymbols, flatSymbols } from '../service/symbols.ts';
import { topology } from '../service/topology.ts';
import type { Session } from './connection.ts';
import {
  addForwardRequest,
  computedValuesRequest,
  extractSecretRequest,
  importRequest,
  lineOriginRequest,
  linesRequest,
  newSpecRequest,
  portMapRequest,
  renderChangesRequest,
  renderRequest,
  secretNamesRequest,
  statusRequest,
  topologyRequest,
} from './protocol.ts';
import type { DocumentParams, ImportResult, InputFile, NewSpecParams, RequestShape } from './protocol.ts';
import { TokenResults } from './token-results.ts';
import type { Workspace } from './workspace.ts';

type Prepared = ReturnType<typeof prepareRename> | ResponseError | null;
type Renamed = WorkspaceEdit | ResponseError | null;

/** What somebody asks for, or the reason why it cannot be, as an answer that the client shows. */
function unlessRefused<R>(act: () => R): R | ResponseError {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}

/** An answer as the client can draw it. */
function drawn<T>(markdown: boolean, answer: T): T {
  return markdown ? answer : withoutMarkdown(answer);
}

/** The names of the secrets that the client keeps; none where it does not tell. */
async function secretNames({ connection, client }: Session): Promise<readonly string[]> {
  if (client.options.secrets !== true) return [];
  try {
    return await connection.sendRequest<readonly string[]>(secretNamesRequest.method);
  } catch {
    return [];
  }
}

/** Joins each request to the function that answers it. What it gives back is to be told of closed documents. */
export function registerFeatures(session: Session, workspace: Workspace): { closed(uri: string): void } {
  const { connection, documents, configuration, scheduler, guard } = session;
  const options = () => ({ locale: session.client.locale });
  const runs: Runs = (name) => session.client.options.commands?.includes(name) === true;

  /**
   * A handler for a request about a place in a document. It answers for the version that the client was looking at when
   * it asked, and not at all once the client has taken the request back.
   */
  const at = <P extends { textDocument: { uri: string } }, R>(
    name: string,
    otherwise: R,
    answer: (state: DocumentState, params: P) => R | Promise<R>,
  ) =>
    guard.request<P, R>(name, otherwise, async (params: P, token: CancellationToken) => {
      const state = documents.get(params.textDocument.uri);
      await scheduler.quiet();
      return state === undefined || token.isCancellationRequested ? otherwise : answer(state, params);
    });

  /** A handler for a request about a whole document: it answers for the newest version. */
  const about = <P extends { textDocument: { uri: string } }, R>(
    name: string,
    otherwise: R,
    answer: (state: DocumentState, params: P) => R | Promise<R>,
  ) =>
    guard.request<P, R>(name, otherwise, async (params: P, token: CancellationToken) => {
      await scheduler.quiet();
      const state = documents.get(params.textDocument.uri);
      return state === undefined || token.isCancellationRequested ? otherwise : answer(state, params);
    });

  connection.onHover(
    at('hover', null as Hover | null, (state, { position }) =>
      drawn(session.client.markdown.hover, hover(state, position, options()) ?? null),
    ),
  );
  connection.onCompletion(
    at('completion', [] as CompletionItem[], async (state, { position }) =>
      completions(state, position, {
        ...options(),
        snippets: session.client.snippets,
        adjustsIndentation: session.client.adjustsIndentation,
        secretNames: wantsSecrets(state, position) ? await secretNames(session) : [],
      }),
    ),
  );
  connection.onCompletionResolve((item) =>
    drawn(session.client.markdown.completion, resolveCompletion(item, options())),
  );
  connection.onSignatureHelp(
    at('signature help', null as SignatureHelp | null, (state, { position }) =>
      drawn(session.client.markdown.signature, signatureHelp(state, position, options()) ?? null),
    ),
  );
  connection.onDefinition(
    at('definition', [] as Location[], (state, { position }) => definition(state, position)),
  );
  connection.onReferences(
    at('references', [] as Location[], (state, { position, context }) =>
      references(state, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    at('highlights', [] as DocumentHighlight[], (state, { position }) => highlights(state, position)),
  );
  connection.onPrepareRename(
    at('rename', null as Prepared, (state, { position }) =>
      unlessRefused(() => prepareRename(state, position, options())),
    ),
  );
  connection.onRenameRequest(
    at('rename', null as Renamed, (state, { position, newName }) =>
      unlessRefused(() =>
        rename(state, position, newName, { ...options(), versionedEdits: session.client.versionedEdits }),
      ),
    ),
  );
  connection.onSelectionRanges(
    at('selection ranges', [] as SelectionRange[], (state, { positions }) =>
      selectionRanges(state, positions),
    ),
  );
  connection.onCodeAction(
    at('code actions', [] as CodeAction[], async (state, { range, context }) =>
      codeActions(state, range, {
        ...options(),
        severities: (await configuration.current()).severities,
        others: workspace.othersOf(state.uri),
        relatedInformation: session.client.relatedInformation,
        versionedEdits: session.client.versionedEdits,
        snippetEdits: session.client.snippetEdits,
        secrets: session.client.options.secrets === true,
        only: context.only,
      }),
    ),
  );
  const noEdits: TextEdit[] = [];
  connection.onDocumentFormatting(about('formatting', noEdits, (state) => formatting(state)));
  connection.onDocumentRangeFormatting(
    at('formatting', noEdits, (state, { range }) => formatting(state, range)),
  );
  connection.onDocumentSymbol(
    about('symbols', null, (state) =>
      session.client.symbolTree ? documentSymbols(state) : flatSymbols(state),
    ),
  );
  connection.onFoldingRanges(about('folding ranges', [] as FoldingRange[], (state) => foldingRanges(state)));
  connection.onDocumentLinks(
    about('links', [] as DocumentLink[], (state) => documentLinks(state, options())),
  );
  connection.onCodeLens(
    about('code lenses', [] as CodeLens[], async (state) =>
      (await configuration.current()).codeLens
        ? codeLenses(state, {
            ...options(),
            measured: session.measurements.of(state),
            reachesRouters: session.reachesRouters,
            runs,
          })
        : [],
    ),
  );
  connection.languages.inlayHint.on(
    about('inlay hints', [] as InlayHint[], async (state, { range }) =>
      inlayHints(state, range, { ...options(), hints: (await configuration.current()).inlayHints, runs }),
    ),
  );

  const tokens = new TokenResults();
  const { semanticTokens: tokenRequests } = connection.languages;
  const noTokens: SemanticTokens | SemanticTokensDelta = { data: [] };
  tokenRequests.on(
    about('semantic tokens', noTokens, (state) => tokens.full(state.uri, semanticTokens(state))),
  );
  tokenRequests.onDelta(
    about('semantic tokens', noTokens, (state, { previousResultId }) =>
      tokens.delta(state.uri, previousResultId, semanticTokens(state)),
    ),
  );
  tokenRequests.onRange(
    about('semantic tokens', noTokens, (state, { range }) => ({ data: semanticTokens(state, range) })),
  );

  /** A handler for a request of the product's own; it answers for the newest version. */
  const own = <P extends DocumentParams, R>(
    { method }: RequestShape<P, R>,
    otherwise: R,
    answer: (state: DocumentState, params: P) => R | Promise<R>,
  ): void => {
    connection.onRequest(
      method,
      guard.request<P, R>(method, otherwise, async (params, token) => {
        await scheduler.quiet();
        const state = documents.get(params.uri);
        return state === undefined || token.isCancellationRequested ? otherwise : answer(state, params);
      }),
    );
  };
  own(renderRequest, { hostname: undefined, files: [], missing: undefined }, (state) =>
    generatedFiles(state, options()),
  );
  own(linesRequest, [], (state, { range }) => linesFrom(state, range, options()));
  own(lineOriginRequest, null, (state, { path, line }) => lineOrigin(state, path, line, options()) ?? null);
  own(renderChangesRequest, { changes: [], missing: undefined }, (state, { before }) =>
    renderChanges(state, before, options()),
  );
  own(extractSecretRequest, null, (state, { path, taken }) => extractSecret(state, path, taken) ?? null);
  own(portMapRequest, null, (state, query) => portMap(state, query, options()));
  own(computedValuesRequest, null, (state) => computedValues(state, options()));
  own(topologyRequest, null, (state) => topology(state, options()));
  own(addForwardRequest, null, async (state, forward) =>
    addForward(state, forward, {
      ...options(),
      severities: (await configuration.current()).severities,
      versionedEdits: session.client.versionedEdits,
    }),
  );
  own(statusRequest, null, async (state) =>
    specStatus(state, { ...options(), severities: (await configuration.current()).severities }),
  );
  connection.onRequest(
    newSpecRequest.method,
    guard.request<NewSpecParams, NewSpec | null>(newSpecRequest.method, null, ({ answers, ...about }) =>
      newSpec(answers, options(), about),
    ),
  );
  connection.onRequest(
    importRequest.method,
    guard.request<{ files: InputFile[] }, ImportResult>(
      importRequest.method,
      { text: '', markdown: '' },
      ({ files }) => {
        const { text, markdown } = importedSpec(files, options());
        return { text, markdown };
      },
    ),
  );
  return { closed: (uri) => tokens.closed(uri) };
}
