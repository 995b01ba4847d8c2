import type { Text } from '../core/text.ts';
import type { Content } from './content.ts';

/** One file that the router is to have. */
export interface DeployFile {
  /** Absolute path on the router, within what a deploy may touch (`/etc`, `/usr/libexec/router-spec`, `/var/svc.d`). */
  readonly path: string;
  /** Permission bits: 0o600, 0o644, 0o700 or 0o755. */
  readonly mode: number;
  readonly content: Content;
}

/** How the router is reached, and how long it waits. */
export interface DeployTarget {
  /** What the host key is filed under; stays the same when the router's address changes. */
  readonly routerId: string;
  /** An alias of ssh_config, a name or an address. */
  readonly host: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  /** An ssh_config to be used instead of the user's own. */
  readonly sshConfig?: string | undefined;
  /** How long the router waits for the confirmation after the change; it rolls back after that. */
  readonly windowSeconds: number;
  /** Addresses under which the router may answer after the change, besides `host`. */
  readonly alsoConfirmAt: readonly string[];
}

/** Something to be looked at before and after the change, by the router itself. */
export interface HealthCheck {
  readonly kind: 'ping4' | 'ping6' | 'resolve';
  /** An address to be pinged, or a name to be resolved by the router's own DNS service. */
  readonly what: string;
}

export interface RequestedService {
  readonly name: string;
  readonly runlevel: string;
  /** Paths whose change makes a restart necessary; one that ends with a slash stands for all below it. */
  readonly reads?: readonly string[] | undefined;
}

export interface DeployRequest {
  readonly target: DeployTarget;
  readonly files: readonly DeployFile[];
  /** Packages that must be installed. */
  readonly packages: readonly string[];
  /** Services that must run, in the order in which they are started. */
  readonly services: readonly RequestedService[];
  /** Services that would be in the way of these: they are stopped and taken out of their runlevel where there are any. */
  readonly replaces?: readonly string[] | undefined;
  /** The files are a state that the router kept, which others may have written: only their own programs judge them. */
  readonly restores?: boolean | undefined;
  /** How many earlier states the router keeps. */
  readonly backups: number;
  /** Where a diskless router saves (`sda1`), as the spec has it; only to be compared with what the router says. */
  readonly media?: string | undefined;
  readonly checks?: readonly HealthCheck[] | undefined;
  /** How long a service must have been the same process to count as up; 5 where it is not given. */
  readonly settleSeconds?: number | undefined;
}

/** What a deploy does to a file; `back` puts back what was there before the first deploy that wrote it. */
export type FileChange = 'create' | 'update' | 'mode' | 'back' | 'delete' | 'same';

export interface PlannedFile {
  readonly path: string;
  readonly change: FileChange;
  /** What the router has now; undefined where there is no file, or one too large to be shown. */
  readonly routerContent?: Content | undefined;
  /** Empty for a file that will be deleted. */
  readonly newContent: Content;
  readonly mode: number;
  readonly routerMode?: number | undefined;
  /** The file was changed on the router since the last deploy. */
  readonly drift: boolean;
  /** There is a file that no deploy has written. */
  readonly unmanaged: boolean;
}

/** What the router says about itself. */
export interface Facts {
  readonly hostname: string;
  readonly bootId: string;
  readonly uptimeSeconds: number;
  /** Empty where it is no Alpine Linux. */
  readonly alpine: string;
  /** The root file system is in RAM and lbu saves it. */
  readonly diskless: boolean;
  readonly missingTools: readonly string[];
  /** Of the packages that the request names, those that are not installed. */
  readonly missingPackages: readonly string[];
  /** The configuration that is live was kept, but could not be saved. */
  readonly unsaved: boolean;
  /** What `lbu status` lists: changes that the next reboot would forget. */
  readonly uncommitted: readonly string[];
  readonly archives: readonly string[];
  readonly encrypted: boolean;
  readonly mediaPath: string;
}

/** A deploy that the router knows of. */
export interface RouterTransaction {
  readonly id: string;
  readonly state: string;
  readonly result: string;
  readonly remainingSeconds: number;
  /** Who began it, as `user@machine`. */
  readonly by: string;
}

export type ServiceState = 'absent' | 'disabled' | 'stopped' | 'started' | 'enabled';

export interface Plan {
  readonly id: string;
  readonly request: DeployRequest;
  readonly facts: Facts;
  /** Where ssh goes: `root@192.0.2.1:22`. */
  readonly effectiveTarget: string;
  readonly files: readonly PlannedFile[];
  readonly services: readonly {
    readonly name: string;
    readonly runlevel: string;
    readonly state: ServiceState;
  }[];
  /** Services of the last deploy that this one no longer has, and those in its way; they are stopped. */
  readonly dropped: readonly { readonly name: string; readonly runlevel: string }[];
  /** A deploy that waits for its confirmation; nothing else can begin before it has ended. */
  readonly pending?: RouterTransaction | undefined;
  readonly warnings: readonly Text[];
  /** Why a deploy would be a mistake; `deploy` refuses while there is one. */
  readonly stops: readonly Text[];
  /** No file, service or package differs. */
  readonly nothingToDo: boolean;
  /** What the router must still have when the deploy begins: hash and mode by path. */
  readonly expected: ReadonlyMap<string, { readonly sha256: string; readonly mode: string }>;
}

export interface HealthResult {
  readonly check: string;
  readonly before: boolean;
  readonly after: boolean;
}

/** Why something did not go as asked, in a form that programs may look at. */
export interface Failure {
  readonly code: string;
  readonly detail: string;
  readonly text: Text;
}

/**
 * How a deploy ended, as it was observed:
 * `kept`: the new configuration is live and survives a reboot. `kept-not-saved`: live, but the next reboot would
 * forget it. `rolled-back`: the old configuration is live again. `unchanged`: nothing was begun. `unknown`: the router
 * could not be asked; it decides by itself by `deadline`.
 */
export interface Outcome {
  readonly state: 'kept' | 'kept-not-saved' | 'rolled-back' | 'unchanged' | 'unknown';
  readonly id: string;
  readonly detail: Text;
  readonly failure?: Failure | undefined;
  readonly deadline?: Date | undefined;
  readonly health: readonly HealthResult[];
}

/** What the user may see while it goes on. */
export type DeployEvent =
  | {
      readonly kind: 'step';
      readonly step: string;
      readonly state: 'start' | 'ok' | 'failed';
      readonly text: Text;
    }
  | { readonly kind: 'deadline'; readonly deadline: Date; readonly text: Text }
  | { readonly kind: 'connection'; readonly text: Text }
  | { readonly kind: 'health'; readonly result: HealthResult; readonly text: Text };

export type ConfirmPolicy = 'auto' | ((health: readonly HealthResult[]) => Promise<'keep' | 'revert'>);

export interface DeployOptions {
  readonly confirm: ConfirmPolicy;
  readonly onEvent?: ((event: DeployEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A question that ssh asks the user. */
export interface PromptRequest {
  /** `secret`: a passphrase or password. `confirm`: yes or no. `notice`: nothing to answer (touch your key). */
  readonly kind: 'secret' | 'confirm' | 'notice';
  /** The question in ssh's own words. */
  readonly text: string;
  /** Ends when ssh no longer wants the answer. */
  readonly signal: AbortSignal;
}

/** Answers a question; undefined declines. For `confirm` any answer but undefined is yes. */
export type Prompt = (request: PromptRequest) => Promise<string | undefined>;

/**
 * Lets tests run the agent against a file tree and programs of their own. It is a value in code and nothing else: no
 * setting, argument or environment variable, on either side, leads here.
 */
export interface Sandbox {
  /** Shell text between the agent's functions and its start. */
  readonly prelude: string;
  /** Stands for `/run`, where uploads are unpacked. */
  readonly run: string;
  /** The `PATH` of the unpacking, and with it the shell that runs the agent. */
  readonly path: string;
}

/** What a deploy needs of the program that it is part of. */
export interface DeployEnv {
  /** The OpenSSH client: `ssh`, or a path. */
  readonly sshPath: string;
  /** A directory of ours: known hosts and pending deploys. */
  readonly storageDir: string;
  /** Asks the user on behalf of ssh. Without it ssh runs in batch mode. */
  readonly prompt?: Prompt | undefined;
  /**
   * Asks for the password with which the user of the router becomes root, by doas or sudo. Undefined declines; without
   * it a user who needs one is told so.
   */
  readonly rootPassword?: ((question: Text) => Promise<string | undefined>) | undefined;
  /** For the log; secrets are masked already. */
  readonly log?: ((line: string) => void) | undefined;
  /** Values that must not appear in events, logs and messages. */
  readonly secrets?: readonly string[] | undefined;
  readonly timing?: Partial<Timing> | undefined;
  readonly sandbox?: Sandbox | undefined;
}

/** How patient we are with the network, in seconds. */
export interface Timing {
  /** For a connection to be made. */
  readonly connect: number;
  /** Between signs of life; three that stay away end the connection. */
  readonly alive: number;
  /** Between two attempts to reach the router again. */
  readonly retry: number;
  /** How long after its deadline the router may need to roll back and answer again. */
  readonly grace: number;
  /** How long applying may take in all before the router takes it back; longer where packages are to be fetched. */
  readonly apply: number;
  /** For an answer to one question; where the router has work to do for it, that comes on top. */
  readonly answer: number;
}
