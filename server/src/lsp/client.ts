import type { InitializeParams } from 'vscode-languageserver';
import { localeOf } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import type { InitializationOptions } from './protocol.ts';

/** What the client on the other side can do, as far as it makes a difference here. */
export interface Client {
  readonly locale: Locale;
  /** It asks for diagnostics itself; they are not sent then. */
  readonly pullsDiagnostics: boolean;
  readonly relatedInformation: boolean;
  /** It answers `workspace/configuration`. */
  readonly configuration: boolean;
  /** It wants to be asked before it tells of changed settings. */
  readonly registersConfiguration: boolean;
  /** It answers `workspace/workspaceFolders`. */
  readonly workspaceFolders: boolean;
  /** It tells of files that change, once it was asked to. */
  readonly registersWatchers: boolean;
  readonly snippets: boolean;
  /** It takes edits that say which version of the document they are for. */
  readonly versionedEdits: boolean;
  /** It takes edits with holes for the user to fill. */
  readonly snippetEdits: boolean;
  /** It asks what is going to be renamed before it lets the user type. */
  readonly preparesRename: boolean;
  /** It draws a tree of symbols; else it gets a flat list. */
  readonly symbolTree: boolean;
  /** It can be told to ask again. */
  readonly refreshes: {
    readonly diagnostics: boolean;
    readonly inlayHints: boolean;
    readonly codeLenses: boolean;
  };
  readonly options: InitializationOptions;
}

/** Reads what a client says about itself; whatever it leaves out it cannot do. */
export function clientOf({
  locale,
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, 'locale' | 'capabilities' | 'initializationOptions'>): Client {
  const { textDocument, workspace } = capabilities;
  return {
    locale: localeOf(locale),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    refreshes: {
      diagnostics: workspace?.diagnostics?.refreshSupport === true,
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
      codeLenses: workspace?.codeLens?.refreshSupport === true,
    },
    options: optionsOf(initializationOptions),
  };
}

function optionsOf(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { trusted, storage, secrets } = value as Record<string, unknown>;
  return {
    ...(typeof trusted === 'boolean' ? { trusted } : {}),
    ...(typeof storage === 'string' ? { storage } : {}),
    ...(typeof secrets === 'boolean' ? { secrets } : {}),
  };
}
