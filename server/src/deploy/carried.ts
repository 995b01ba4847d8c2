import { hostname, userInfo } from 'node:os';
import { scriptBootstrap } from './agent.ts';
import { actionsFile, checksFile, pack, requestFile, sha256 } from './bundle.ts';
import type { BundleFile } from './bundle.ts';
import { writeManifest } from './manifest.ts';
import { MANIFEST_PATH } from './request.ts';
import type { DeployRequest, Sandbox } from './types.ts';

/** What the router is told about a deploy besides what it is to do; `apply` is the limit of applying, in seconds. */
export function requestValues(
  request: DeployRequest,
  apply: number,
): Readonly<Record<string, string | number>> {
  return {
    window: request.target.windowSeconds,
    backups: request.backups,
    settle: request.settleSeconds ?? 5,
    'apply-limit': apply,
    restores: request.restores === true ? 'yes' : 'no',
    by: `${userInfo().username}@${hostname()}`.replace(/[^A-Za-z0-9._@+-]/g, '_'),
  };
}

/** What a bundle holds that is made before anybody has asked the router; the agent finds out the rest by itself. */
function carriedFiles(request: DeployRequest, apply: number): BundleFile[] {
  const byPath = [...request.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = [...byPath, { path: MANIFEST_PATH, mode: 0o600, content: writeManifest(request) }].map(
    (file, index) => ({ ...file, number: String(index + 1).padStart(4, '0') }),
  );
  const wanted = files.map(
    ({ number, content, mode, path }) => `${number} ${sha256(content)} ${mode.toString(8)} ${path}\n`,
  );
  return [
    requestFile({ ...requestValues(request, apply), 'only-if': 'green' }),
    { name: 'wanted', content: wanted.join('') },
    ...files.map(({ number, content }) => ({ name: `new/${number}`, content })),
    actionsFile({ ...request, dropped: [] }),
    checksFile(request.checks ?? []),
  ];
}

/**
 * A shell script that holds all of a deploy and is to be run on the router by whatever brings it there, with the
 * operation as its arguments: `compare`; `deploy ID TOKENHASH PLAN`; `confirm ID TOKEN`; `abort ID`. Like an upload of our own it
 * runs nothing of what it holds unless every hash is right. It removes itself as soon as it is read, since the files of
 * a router may hold secrets.
 */
export function carriedScript(request: DeployRequest, apply: number, sandbox?: Sandbox): string {
  const { archive, manifestSha256 } = pack(carriedFiles(request, apply), sandbox);
  const encoded =
    Buffer.from(archive)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return [
    '#!/bin/sh',
    `# ${request.target.routerId}: made by \`router-spec export --ansible\`, carried by playbook.yml.`,
    // Nothing runs before the last line of the function has arrived.
    'main() {',
    `  { sed '1,/^# archive$/d' "$0" && rm -f "$0"; } | base64 -d | (${scriptBootstrap(manifestSha256, sandbox)})`,
    '  exit',
    '}',
    'main "$@"',
    '# archive',
    ...encoded,
    '',
  ].join('\n');
}
