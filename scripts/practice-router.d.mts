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
  /** The router's IPv4 address in its LAN, where its ssh is looked for; default: 10.100.0.1, as the factory has it. */
  address?: string;
  /**
   * How a boot is waited for: until its ssh can be logged in to (the default), or, for a router that may not let anyone
   * in, until its console says that every service was started.
   */
  reach?: 'ssh' | 'console';
  /** The line it is connected to; default: the reference router's. */
  line?: PracticeLine;
  /** What its medium holds besides the plain hand-made router of the factory; of no effect where `dir` has a medium. */
  saved?: SavedConfiguration;
  /** Whether it goes on when this process ends. */
  detached?: boolean;
  /**
   * Whether its clock counts the instructions that it carries out, so that what its work takes is the same on every
   * machine and at every load.
   */
  counted?: boolean;
}

/** The line that the practice router is connected to. Kernel parameters of the guest, hence strings. */
export interface PracticeLine {
  /** The /64 that the ISP advertises, such as `240b:10:1234:5600::/64`. */
  prefix?: string;
  /** A prefix that the line delegates by DHCPv6, such as a /56; it then has no other. */
  pd?: string;
  /** The customer's IPv6 address, the far end of the border relay's tunnel. */
  ce?: string;
  /** The customer's IPv4 address, which the border relay routes into the tunnel. */
  ce4?: string;
  /** The address of the border relay or the AFTR. */
  br?: string;
  /** The port set that the border relay lets pass, such as `5472-5487,9568-9583`; default: every port. */
  ports?: string;
  /** `1` where the far end is an AFTR, which translates what comes from private addresses. */
  aftr?: '0' | '1';
  /** `0` for a router without a radio; otherwise it has wlan0. */
  wifi?: '0' | '1';
}

export interface SavedConfiguration {
  /** Files with absolute paths; they take the place of the factory's. */
  files?: readonly { readonly path: string; readonly mode: number; readonly content: string }[];
  /** The services of the runlevels; they take the place of all of the factory's. */
  services?: readonly { readonly name: string; readonly runlevel: string }[];
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
  /** Gives the power back, on another line where one is given; resolves when the boot can be logged in to. */
  powerOn(line?: PracticeLine): Promise<void>;
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
