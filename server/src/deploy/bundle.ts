import { createHash } from 'node:crypto';
import { PROTOCOL, agentText } from './agent.ts';
import type { Content } from './content.ts';
import { tar } from './tar.ts';
import type { TarEntry } from './tar.ts';
import type { HealthCheck, RequestedService, Sandbox } from './types.ts';

/** What travels to the router in one ssh run, and the hash that goes by the other way. */
export interface Bundle {
  readonly archive: Uint8Array;
  readonly manifestSha256: string;
}

/** The SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A file inside the bundle, by its name there. */
export interface BundleFile {
  readonly name: string;
  readonly content: Content;
}

/** Packs the agent and the given files; MANIFEST, in the form that `sha256sum -c` reads, comes first. */
export function pack(files: readonly BundleFile[], sandbox?: Sandbox): Bundle {
  const encoder = new TextEncoder();
  const entries: TarEntry[] = [{ name: 'agent.sh', content: agentText(sandbox) }, ...files].map((file) => ({
    name: file.name,
    mode: 0o600,
    content: typeof file.content === 'string' ? encoder.encode(file.content) : file.content,
  }));
  const manifest = entries.map((entry) => `${sha256(entry.content)}  ${entry.name}\n`).join('');
  return {
    archive: tar([{ name: 'MANIFEST', mode: 0o600, content: encoder.encode(manifest) }, ...entries]),
    manifestSha256: sha256(manifest),
  };
}

/** The `request` file: one `key value` line each. A value never holds a line break; that would be a defect here. */
export function requestFile(values: Readonly<Record<string, string | number>>): BundleFile {
  const lines = Object.entries({ protocol: PROTOCOL, ...values }).map(([key, value]) => {
    if (!/^[a-z-]+$/.test(key) || !/^[A-Za-z0-9._@+-]*$/.test(String(value)))
      throw new RangeError(`bad value of ${key}`);
    return `${key} ${value}\n`;
  });
  return { name: 'request', content: lines.join('') };
}

/** One line of `files`, what the agent is to do with one path. */
export interface FileAction {
  readonly action: 'write' | 'delete' | 'same';
  readonly path: string;
  readonly content: Content;
  readonly mode: number;
  readonly expected: { readonly sha256: string; readonly mode: string };
}

/** The list `files` and the contents under `new/`. */
export function fileEntries(actions: readonly FileAction[]): BundleFile[] {
  const contents: BundleFile[] = [];
  const lines = actions.map(({ action, path, content, mode, expected }, index) => {
    const number = String(index + 1).padStart(4, '0');
    if (action === 'write') contents.push({ name: `new/${number}`, content });
    const wanted = action === 'delete' ? '- -' : `${sha256(content)} ${mode.toString(8)}`;
    return `${number} ${action} ${wanted} ${expected.sha256} ${expected.mode} ${path}\n`;
  });
  return [{ name: 'files', content: lines.join('') }, ...contents];
}

/** What must be done besides writing files; the agent knows the rest. */
export interface Actions {
  readonly packages: readonly string[];
  readonly services: readonly RequestedService[];
  readonly dropped: readonly { readonly name: string; readonly runlevel: string }[];
  /** Services that the router is asked about, since they would have to be dropped. */
  readonly replaces?: readonly string[] | undefined;
}

/** Services whose work the agent does by itself: interfaces one by one, rules and kernel parameters from their files. */
const CARRIED_OUT = new Set(['networking', 'nftables', 'sysctl', 'modules', 'hostname']);

/** The `actions` file: names and paths alone, which the agent passes to apk and OpenRC as arguments. */
export function actionsFile({ packages, services, dropped, replaces = [] }: Actions): BundleFile {
  const triggers = ({ name, reads = [] }: RequestedService): string =>
    CARRIED_OUT.has(name) || reads.length === 0 ? '-' : reads.join(',');
  const lines = [
    ...packages.map((name) => `package ${name}`),
    ...services.map((service) => `service ${service.name} ${service.runlevel} ${triggers(service)}`),
    ...dropped.map(({ name, runlevel }) => `disable ${name} ${runlevel} -`),
    ...replaces.map((name) => `replaced ${name} - -`),
  ];
  return { name: 'actions', content: lines.map((line) => `${line}\n`).join('') };
}

export function checksFile(checks: readonly HealthCheck[]): BundleFile {
  return { name: 'checks', content: checks.map(({ kind, what }) => `${kind} ${what}\n`).join('') };
}
