import { InsertTextMode } from 'vscode-languageserver';
import type { InitializeParams, MarkupKind } from 'vscode-languageserver';
import { localeOf } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import type { InitializationOptions } from './protocol.ts';

/** What the client on the other side can do, as far as it makes a difference here. */
export interface Client {
  readonly locale: Locale;
  /** The folders that it works in, as it said them at the start. */
  readonly folders: readonly string[];
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
  /** It indents the further lines of a completion as the first one is. */
  readonly adjustsIndentation: boolean;
  /** It draws Markdown: in hovers, in completions, in signatures. */
  readonly markdown: { readonly hover: boolean; readonly completion: boolean; readonly signature: boolean };
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

/** What a client says about itself when it begins. */
export type Introduction = Pick<InitializeParams, 'capabilities'> &
  Partial<Pick<InitializeParams, 'locale' | 'initializationOptions' | 'workspaceFolders' | 'rootUri'>>;

/**
 * Reads what a client says about itself; whatever it leaves out it cannot do. Its language is that of the environment
 * where it names none, as most editors do not.
 */
export function clientOf(introduction: Introduction, environment: Locale = 'en'): Client {
  const { locale, capabilities } = introduction;
  const { textDocument, workspace } = capabilities;
  const item = textDocument?.completion?.completionItem;
  return {
    locale: locale === undefined ? environment : localeOf(locale),
    folders: foldersOf(introduction),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    snippets: item?.snippetSupport === true,
    adjustsIndentation:
      item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.adjustIndentation) === true,
    markdown: {
      hover: drawsMarkdown(textDocument?.hover?.contentFormat),
      completion: drawsMarkdown(item?.documentationFormat),
      signature: drawsMarkdown(textDocument?.signatureHelp?.signatureInformation?.documentationFormat),
    },
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    refreshes: {
      diagnostics: workspace?.diagnostics?.refreshSupport === true,
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
      codeLenses: workspace?.codeLens?.refreshSupport === true,
    },
    options: optionsOf(introduction.initializationOptions),
  };
}

/** A client that says nothing about it is an old one, and those draw Markdown. */
function drawsMarkdown(formats: readonly MarkupKind[] | undefined): boolean {
  return formats?.includes('markdown') ?? true;
}

/** Clients that know of no list of folders name the one that they were started in. */
function foldersOf(introduction: Introduction): readonly string[] {
  if (introduction.workspaceFolders) return introduction.workspaceFolders.map(({ uri }) => uri);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is these old clients that are meant
  const { rootUri } = introduction;
  return rootUri ? [rootUri] : [];
}

function optionsOf(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { trusted, storage, secrets, commands, settings } = value as Record<string, unknown>;
  return {
    ...(typeof trusted === 'boolean' ? { trusted } : {}),
    ...(typeof storage === 'string' ? { storage } : {}),
    ...(typeof secrets === 'boolean' ? { secrets } : {}),
    ...(Array.isArray(commands) ? { commands: commands.map(String) } : {}),
    ...(settings === undefined ? {} : { settings }),
  };
}
