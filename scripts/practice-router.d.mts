/** Both languages of a message, as server/src/core/text.ts has them. */
interface Text {
  readonly en: string;
  readonly ja: string;
}

export interface PracticeRouterOptions {
  /** The port of the loopback interface at which its ssh answers; default: a free one. */
  port?: number;
  /** Keys, disk and logs are kept there and used again; default: a temporary folder that `stop` removes. */
  dir?: string;
  /** Is told of each long step (downloading, building, starting). */
  log?: (line: string) => void;
  /** The line it is connected to, by default the reference router's: prefix (a /64), ce, ce4, br. */
  line?: Partial<Record<'prefix' | 'ce' | 'ce4' | 'br', string>>;
  /** Whether it goes on when this process ends. */
  detached?: boolean;
}

export interface CommandResult {
  /** The command's exit code; 255 where no connection came about. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface PracticeRouter {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: 'root';
  /** The private key that may log in. */
  readonly keyFile: string;
  /** The router's host key as a line of known_hosts, under the name `borealis`. */
  readonly knownHostsLine: string;
  /** An ssh_config with the host `borealis`, for `ssh -F`. */
  readonly sshConfig: string;
  /** Changes with every boot. */
  readonly bootId: string;
  readonly folder: string;
  /** Where the serial console is written. */
  readonly consoleLog: string;
  /** The disk image; the guest's sda. Look into it only while the router is off. */
  readonly medium: string;
  /** Runs a command over a new ssh connection. */
  exec(command: string, options?: { input?: string | Buffer }): Promise<CommandResult>;
  /** Runs a command as root without the network; `limit` in milliseconds, one minute by default. */
  console(command: string, limit?: number): Promise<{ code: number; output: string }>;
  /** Reboots in order; resolves when the new boot can be logged in to. */
  reboot(): Promise<void>;
  /** Takes the power away at once, and gives it back; resolves when the new boot can be logged in to. */
  powerCut(): Promise<void>;
  /** Takes the power away and leaves the router off. */
  powerOff(): Promise<void>;
  /** Gives the power back; resolves when the boot can be logged in to. */
  powerOn(): Promise<void>;
  /** The names in the root folder of the medium, in the order of its directory. */
  listMedium(): string[];
  /** The content of a file in the root folder of the medium. */
  readMedium(name: string): Buffer;
  /** Ends it; removes the folder if it was a temporary one. */
  stop(): Promise<void>;
}

/** Starts a practice router and resolves when it can be logged in to; never rejects for what the machine lacks. */
export function startPracticeRouter(
  options?: PracticeRouterOptions,
): Promise<PracticeRouter | { unavailable: Text }>;
