import type { Router } from '../derive/router.ts';
import type { Path } from '../problem.ts';
import { file, generated } from './generated.ts';
import { LineWriter } from './rendered-file.ts';
import type { RenderedFile } from './rendered-file.ts';
import { packageList } from './packages.ts';
import { FROM } from './sources.ts';
import { word } from './word.ts';

/** /etc/apk/repositories: main and community of one release. */
export function renderRepositories({ system }: Router): RenderedFile {
  const base = `${word(system.mirror, 'url')}/${word(system.release, 'release')}`;
  const lines = generated('#');
  for (const part of ['main', 'community']) lines.add(`${base}/${part}`, FROM.mirror, FROM.release);
  return file('/etc/apk/repositories', 'plaintext', lines);
}

/** /etc/apk/world: what is installed, and on a diskless system is installed anew at each boot. It cannot hold comments. */
export function renderWorld(router: Router): RenderedFile {
  const lines = new LineWriter();
  for (const { name, from } of packageList(router)) lines.add(name, ...from);
  return file('/etc/apk/world', 'plaintext', lines);
}

/**
 * What lbu saves besides /etc: files of ours outside of it, regular files in /etc/init.d (of which only links are saved
 * by themselves), and the key by which the router is deployed to.
 */
export function renderProtectedPaths(router: Router, others: readonly RenderedFile[]): RenderedFile {
  const lines = generated('#', 'What a diskless system keeps besides /etc (apk-protected_paths(5)).');
  const home = router.deploy.user === 'root' ? 'root' : `home/${word(router.deploy.user, 'user')}`;
  lines.add(`+${home}/.ssh/authorized_keys`, FROM.deployUser);
  for (const { path, lines: content, deployed } of others) {
    if (!deployed || (path.startsWith('/etc/') && !path.startsWith('/etc/init.d/'))) continue;
    lines.add(`+${path.slice(1)}`, ...firstSources(content));
  }
  return file('/etc/apk/protected_paths.d/router-spec.list', 'plaintext', lines);
}

function firstSources(content: RenderedFile['lines']): readonly Path[] {
  return content.find(({ from }) => from.length > 0)?.from ?? [];
}

/**
 * /etc/lbu/lbu.conf: where a diskless system keeps its configuration, and how many earlier ones. Without a medium in the
 * spec there is no file, so that the router keeps the one that its installation wrote: lbu saves nothing where its file
 * names no medium.
 */
export function renderLbu({ system: { lbu } }: Router): readonly RenderedFile[] {
  if (lbu.media === undefined) return [];
  const lines = generated('#')
    .add(`LBU_MEDIA=${word(lbu.media, 'device')}`, FROM.lbuMedia)
    .add(`BACKUP_LIMIT=${lbu.backups}`, FROM.lbuBackups);
  return [file('/etc/lbu/lbu.conf', 'shellscript', lines)];
}

/** /etc/modules. It replaces Alpine's own file, so that file's entries stand first. */
export function renderModules(router: Router): RenderedFile {
  const lines = generated('#').add('af_packet').add('ipv6');
  lines.add('bridge', FROM.lan).add('ip6_tunnel', FROM.tunnel);
  lines.add('# Before the kernel parameters of connection tracking are set.').add('nf_conntrack');
  if (router.lan.ipv6 === 'bridge') lines.add('nf_conntrack_bridge', FROM.lanIpv6);
  return file('/etc/modules', 'plaintext', lines);
}
