import type { Range } from 'vscode-languageserver-types';
import type { AddedForward, NewForward } from '../service/add-forward.ts';
import type { RouterFacts } from '../core/survey/facts.ts';
import type { ComputedValues } from '../service/computed-values.ts';
import type { NewSpec } from '../service/new-spec/question.ts';
import type { PortMapQuery, PortMapView } from '../service/port-map.ts';
import type { ExtractedSecret } from '../service/refactor/extracted-secret.ts';
import type { TopologyView } from '../service/topology.ts';

export type { RouterFacts } from '../core/survey/facts.ts';
export type { Question } from '../service/new-spec/question.ts';
export type { AddedForward, NewForward, PortMapQuery, PortMapView, TopologyView };

/**
 * The requests between the editor and the server that are not part of the Language Server Protocol, typed in this one
 * file. Texts are in the language that the client named when it started the server.
 */

/** A request of the client, with its parameters and its result. */
export interface RequestShape<P, R> {
  readonly method: string;
  /** Never set; carries the types. */
  readonly types?: (parameters: P) => R;
}

export interface DocumentParams {
  readonly uri: string;
}

export interface GeneratedFile {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** The language id that an editor should show it in. */
  readonly language: string;
  readonly content: string;
  readonly deployed: boolean;
}

export interface RenderResult {
  readonly hostname: string | undefined;
  readonly files: readonly GeneratedFile[];
  /** Why there are no files. */
  readonly missing: string | undefined;
}

/** The generated files of a spec. */
export const renderRequest: RequestShape<DocumentParams, RenderResult> = { method: 'routerSpec/render' };

export interface StatusResult {
  /** The line in a few words. */
  readonly text: string;
  readonly detail: string;
  readonly errors: number;
  readonly warnings: number;
}

/** What a spec comes to, in one line; undefined for a document that is not open. */
export const statusRequest: RequestShape<DocumentParams, StatusResult | null> = {
  method: 'routerSpec/status',
};

/** What follows from a spec, to be pasted elsewhere; null for a document that is not open. */
export const computedValuesRequest: RequestShape<DocumentParams, ComputedValues | null> = {
  method: 'routerSpec/computedValues',
};

/** Some lines of a generated file, counted from zero. */
export interface FileLines {
  readonly path: string;
  readonly lines: readonly number[];
}

/** The lines of the generated files that come from what stands in a range of the spec. */
export const linesRequest: RequestShape<DocumentParams & { readonly range: Range }, readonly FileLines[]> = {
  method: 'routerSpec/render/lines',
};

export interface LineOrigin {
  /** Why the line is there, in Markdown. */
  readonly markdown: string;
  /** The places in the spec that it comes from, the most telling first. */
  readonly places: readonly Range[];
}

/** Why a line of a generated file (its path, and the line from zero) is there; null where there is nothing to say. */
export const lineOriginRequest: RequestShape<
  DocumentParams & { readonly path: string; readonly line: number },
  LineOrigin | null
> = { method: 'routerSpec/render/origin' };

/** A generated file that two texts of a spec make differently; undefined on the side that does not have it. */
export interface RenderedChange {
  readonly path: string;
  readonly language: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface RenderChangesResult {
  readonly changes: readonly RenderedChange[];
  /** Why there is nothing to compare: one of the texts makes no router. */
  readonly missing: string | undefined;
}

/** What the generated files of an open spec have otherwise than those of another text of it. */
export const renderChangesRequest: RequestShape<
  DocumentParams & { readonly before: string },
  RenderChangesResult
> = { method: 'routerSpec/render/changes' };

/** The ports of a line's address as a picture, beside another line's set or with the owner of a port; null where no such document is open. */
export const portMapRequest: RequestShape<DocumentParams & PortMapQuery, PortMapView | null> = {
  method: 'routerSpec/portMap',
};

/** Adds a port forward; changes nothing itself, but gives the edit. */
export const addForwardRequest: RequestShape<DocumentParams & NewForward, AddedForward | null> = {
  method: 'routerSpec/addForward',
};

/** The router and what it is connected to as a picture. */
export const topologyRequest: RequestShape<DocumentParams, TopologyView | null> = {
  method: 'routerSpec/topology',
};

/** A file that the router has otherwise than the spec, or not at all. */
export interface FileChange {
  readonly path: string;
  readonly change: 'create' | 'update' | 'mode' | 'back' | 'delete' | 'same';
  /** What the router has; undefined where it has no such file. Secrets are masked in both texts. */
  readonly routerContent: string | undefined;
  readonly newContent: string;
  readonly language: string;
  /** The router's file was changed by somebody else since the last deploy. */
  readonly drift: boolean;
}

export interface PlanResult {
  readonly planId: string;
  /** `root@borealis:22`, as it will be shown in the confirmation. */
  readonly target: string;
  readonly files: readonly FileChange[];
  /** What the deploy would do besides, line by line: packages, services. */
  readonly summary: readonly string[];
  readonly nothingToDo: boolean;
  readonly warnings: readonly string[];
  /** Seconds that the router will wait for the confirmation. */
  readonly window: number;
}

/** Reads what the router has and compares; changes nothing. */
export const planRequest: RequestShape<DocumentParams, PlanResult> = { method: 'routerSpec/deploy/plan' };

export interface OutcomeResult {
  readonly state: 'kept' | 'kept-not-saved' | 'rolled-back' | 'unchanged' | 'unknown';
  readonly detail: string;
}

/**
 * Carries out a plan: upload, validation, apply, confirmation over a new connection. Where something that worked before
 * does not work any more, the server asks whether to keep it. Cancelling reverts.
 */
export const deployRequest: RequestShape<{ readonly planId: string }, OutcomeResult> = {
  method: 'routerSpec/deploy/start',
};

export interface DeployEvent {
  readonly planId: string;
  readonly routerId: string;
  readonly text: string;
  /** 0 to 1, where it is known. */
  readonly fraction: number | undefined;
  /** When the router goes back by itself, in milliseconds since 1970; undefined where that has not changed. */
  readonly deadline: number | undefined;
}

/** Sent by the server while a deploy runs. */
export const deployEvent: { readonly method: string; readonly types?: DeployEvent } = {
  method: 'routerSpec/deploy/event',
};

export interface KeepParams {
  readonly planId: string;
  readonly routerId: string;
  /** What worked before the deploy and does not any more. */
  readonly lost: readonly string[];
}

/** Asked by the server while a deploy waits for its confirmation. The router goes back by itself if nobody answers. */
export const keepRequest: RequestShape<KeepParams, 'keep' | 'revert'> = { method: 'routerSpec/deploy/keep' };

export interface PendingResult {
  /** What the router is called, by its spec. */
  readonly routerId: string;
  /** When the router goes back by itself, in milliseconds since 1970; it may be over. */
  readonly deadline: number;
}

export interface PendingParams {
  /** Of this router alone, and whoever sees to its end. */
  readonly routerId?: string | undefined;
}

/**
 * Deploys from this machine whose end was not seen, or that somebody has to decide: the editor was closed, loaded anew or
 * has crashed. Reaches no router.
 */
export const pendingRequest: RequestShape<PendingParams, readonly PendingResult[]> = {
  method: 'routerSpec/deploy/pending',
};

export interface SettleParams {
  readonly routerId: string;
  readonly intent: 'keep' | 'revert';
}

/** Keeps or reverts such a deploy if that is still to be decided, and says how it ended. */
export const settleRequest: RequestShape<SettleParams, OutcomeResult> = {
  method: 'routerSpec/deploy/settle',
};

/** Gives a deploy that waits more time, up to a quarter of an hour in all. */
export const extendRequest: RequestShape<{ readonly routerId: string }, { readonly deadline: number }> = {
  method: 'routerSpec/deploy/extend',
};

export interface RevisionParams extends DocumentParams {
  /** Of the history; undefined for the state before the last deploy. */
  readonly revision: string | undefined;
}

/** Plans to go back to an earlier state, which is a deploy like any other. Changes nothing. */
export const revisionRequest: RequestShape<RevisionParams, PlanResult> = {
  method: 'routerSpec/deploy/planRevision',
};

export interface HistoryEntry {
  readonly id: string;
  readonly time: string;
  readonly summary: string;
}

export const historyRequest: RequestShape<DocumentParams, readonly HistoryEntry[]> = {
  method: 'routerSpec/deploy/history',
};

/** Asks the router how it is doing, over one connection; reads, and sends a few pings. */
export const diagnoseRequest: RequestShape<DocumentParams, DiagnosisResult> = {
  method: 'routerSpec/diagnose',
};

export interface DiagnosisResult {
  readonly title: string;
  /** A read-only document with what is wrong, why, and what to do, in Markdown. */
  readonly markdown: string;
  /** What keeps something from working, and what only may. */
  readonly errors: number;
  readonly warnings: number;
}

/** Takes what was measured off the code lenses of a spec. */
export const forgetMeasurement: { readonly method: string; readonly types?: DocumentParams } = {
  method: 'routerSpec/diagnose/forget',
};

/** Asked by the server: a secret of the spec by its name. `undefined`: there is none and the user gave none. */
export const secretRequest: RequestShape<{ readonly name: string; readonly purpose: string }, string | null> =
  { method: 'routerSpec/secret' };

/** Asked by the server: the names of the secrets that the client keeps, never their values. */
export const secretNamesRequest: RequestShape<undefined, readonly string[]> = {
  method: 'routerSpec/secretNames',
};

/**
 * The value in clear text at a path of a spec, for the client to store before it makes the edit. `taken` are names that
 * are in use already. Null: there is no such value any more.
 */
export const extractSecretRequest: RequestShape<
  DocumentParams & { readonly path: readonly (string | number)[]; readonly taken: readonly string[] },
  ExtractedSecret | null
> = { method: 'routerSpec/extractSecret' };

/** A question that only the user can answer: a passphrase, a password, whether a host key is right. */
export interface PromptParams {
  readonly kind: 'secret' | 'text' | 'confirm';
  readonly message: string;
  readonly detail: string | undefined;
  /** The label of the button that says yes, for `confirm`. */
  readonly accept: string | undefined;
}

/** Asked by the server. A confirmation is answered with `yes`; null means no, or that the user turned away. */
export const promptRequest: RequestShape<PromptParams, string | null> = { method: 'routerSpec/prompt' };

export interface NewSpecParams {
  readonly answers: Readonly<Record<string, string>>;
  /** Whether the client could ask a router, so that this is offered. */
  readonly reaches?: boolean | undefined;
  /** What `routerSpec/survey` said of the router that was asked last. */
  readonly facts?: RouterFacts | undefined;
}

/**
 * The next question on the way to a new router.yaml, after these answers. The client only shows it; where a router is named
 * instead, it asks that one with `routerSpec/survey` and goes on with the facts. Null: it failed.
 */
export const newSpecRequest: RequestShape<NewSpecParams, NewSpec | null> = { method: 'routerSpec/new' };

/** Asks a router that has no spec yet what it is made of, over one connection; it only reads. */
export const surveyRequest: RequestShape<{ readonly address: string }, RouterFacts> = {
  method: 'routerSpec/survey',
};

/** A configuration file of a router, by its path in the folder that was chosen. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
}

export interface ImportResult {
  /** The router.yaml. */
  readonly text: string;
  /** The report on each line, in Markdown. */
  readonly markdown: string;
}

/** Makes a spec of the files of an existing router. */
export const importRequest: RequestShape<{ readonly files: readonly InputFile[] }, ImportResult> = {
  method: 'routerSpec/import',
};

/** What the client tells when it starts the server. All of it can be left out. */
export interface InitializationOptions {
  /** Whether the workspace is trusted: only then may anything reach the network. */
  readonly trusted?: boolean;
  /** A folder of the client's for known host keys and pending deploys. */
  readonly storage?: string;
  /** Whether the client keeps secrets: it tells their names, and runs `routerSpec.storeSecret`. */
  readonly secrets?: boolean;
  /** The commands that the client runs, of those that lenses and hints would have it run; the others are not offered. */
  readonly commands?: readonly string[];
  /** The settings below `routerSpec`, of a client that does not answer `workspace/configuration`. */
  readonly settings?: unknown;
}

/** The user granted trust to the workspace. */
export const trustGranted: { readonly method: string } = { method: 'routerSpec/trustGranted' };
