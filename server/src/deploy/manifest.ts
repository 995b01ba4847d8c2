import { sha256 } from './bundle.ts';
import type { DeployRequest } from './types.ts';

/** What the last deploy left on a router. */
export interface RouterManifest {
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly mode: string }>;
  readonly services: readonly { readonly name: string; readonly runlevel: string }[];
  readonly packages: readonly string[];
}

/** The text of /etc/router-spec/manifest for a request: the same request always gives the same text. */
export function writeManifest({ files, services, packages }: DeployRequest): string {
  return [
    'router-spec-manifest 1',
    ...[...files]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map((file) => `file ${sha256(file.content)} ${file.mode.toString(8)} ${file.path}`),
    ...services.map(({ name, runlevel }) => `service ${name} ${runlevel}`),
    ...[...packages].sort().map((name) => `package ${name}`),
    '',
  ].join('\n');
}

/** Reads a manifest; lines that it does not know are passed over, as a newer version may have written them. */
export function readManifest(text: string): RouterManifest {
  const files = new Map<string, { sha256: string; mode: string }>();
  const services: { name: string; runlevel: string }[] = [];
  const packages: string[] = [];
  for (const line of text.split('\n')) {
    const [kind, first = '', second = '', path = ''] = line.split(' ');
    if (kind === 'file' && path !== '') files.set(path, { sha256: first, mode: second });
    if (kind === 'package' && first !== '') packages.push(first);
    if (kind === 'service' && second !== '') services.push({ name: first, runlevel: second });
  }
  return { files, services, packages };
}
