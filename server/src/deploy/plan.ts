import { randomBytes } from 'node:crypto';
import type { Text } from '../core/text.ts';
import { actionsFile, requestFile, sha256 } from './bundle.ts';
import { contentOf, textOf } from './content.ts';
import type { Content } from './content.ts';
import type { AgentEvent } from './events.ts';
import { DeployError, failure } from './failures.ts';
import { readManifest } from './manifest.ts';
import type { RouterManifest } from './manifest.ts';
import { MANIFEST_PATH, WORLD, checkRequest, isManageable } from './request.ts';
import { Session, factOf, pendingOf } from './session.ts';
import { effectiveTarget } from './ssh.ts';
import type {
  DeployEnv,
  DeployFile,
  DeployRequest,
  Facts,
  Plan,
  PlannedFile,
  ServiceState,
} from './types.ts';
import { stopsOf, warningsOf } from './warnings.ts';

/**
 * Asks the router what it has, and says what a deploy would change. Changes nothing; one ssh connection. Throws a
 * DeployError if the router cannot be reached, is not the paired one, or cannot be deployed to.
 */
export async function plan(
  asked: DeployRequest,
  env: DeployEnv,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Plan> {
  checkRequest(asked);
  const effective = await effectiveTarget(asked.target, env);
  const session = new Session(asked.target, env);
  const paths = [...asked.files.map((file) => file.path), MANIFEST_PATH];
  const events = await session.demand(
    'plan',
    [
      requestFile({}),
      { name: 'paths', content: paths.map((path) => `${path}\n`).join('') },
      actionsFile({ ...asked, dropped: [] }),
    ],
    { signal: options.signal },
  );
  const manifest = readManifest(decode(factOf(events, 'manifest')));
  const router = routerFiles(events, 'file');
  const request = { ...asked, files: withOwnPackages(asked, manifest, router) };
  const files = plannedFiles(request, manifest, router, routerFiles(events, 'found'));
  const facts = factsOf(events);
  const services = servicesOf(request, events);
  const dropped = droppedServices(request, manifest, events);
  const proxy = effective.proxy === '' || effective.proxy === 'none' ? '' : ` (${effective.proxy})`;
  const nothingToDo =
    files.every((file) => file.change === 'same') &&
    facts.missingPackages.length === 0 &&
    !facts.unsaved &&
    services.every((each) => each.state === 'enabled') &&
    dropped.length === 0;
  const result: Plan = {
    id: randomBytes(8).toString('hex'),
    request,
    facts,
    effectiveTarget: `${effective.user}@${effective.hostname}:${effective.port}${proxy}`,
    files,
    services,
    dropped,
    pending: pendingOf(events),
    warnings: [],
    stops: [],
    nothingToDo,
    expected: new Map([...router].map(([path, { sha256: hash, mode }]) => [path, { sha256: hash, mode }])),
  };
  return { ...result, warnings: warningsOf(result), stops: stopsOf(result) };
}

interface RouterFile {
  readonly sha256: string;
  readonly mode: string;
  readonly content?: Content | undefined;
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/**
 * What the router has, or what deploys have found there and will give back, by path. Throws for what is there and is no
 * file that could be replaced.
 */
function routerFiles(events: readonly AgentEvent[], kind: 'file' | 'found'): Map<string, RouterFile> {
  const files = new Map<string, RouterFile>();
  for (const { event, path = '', sha256: hash = '', mode = '-', content } of events) {
    if (event !== kind) continue;
    if (['symlink', 'other', 'unsafe-parent'].includes(hash)) throw new DeployError(failure(hash, path));
    if (hash === 'refused') continue; // Only a manifest that somebody else wrote names such a path.
    files.set(path, { sha256: hash, mode, content: content === undefined ? undefined : contentOf(content) });
  }
  return files;
}

/**
 * The list of installed packages keeps what the router's owner has put there: on a disk that is the kernel and the boot
 * loader, without which the next boot is the last. Only what an earlier deploy asked for, and this one does not, goes.
 */
function withOwnPackages(
  { files, packages }: DeployRequest,
  manifest: RouterManifest,
  router: ReadonlyMap<string, RouterFile>,
): readonly DeployFile[] {
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  // A line may say more than the name: `name=version`, `name@repository`, `!name` (apk-world(5)).
  const nameOf = (line: string): string => line.replace(/[@<>=~].*/, '');
  const old = new Set(manifest.packages.filter((name) => !packages.includes(name)));
  return files.map((file) => {
    if (file.path !== WORLD) return file;
    const wanted = lines(textOf(file.content));
    const named = new Set(wanted.map(nameOf));
    const own = lines(textOf(router.get(WORLD)?.content ?? '')).filter(
      (line) => !named.has(nameOf(line)) && !old.has(nameOf(line)),
    );
    const all = [...wanted, ...own].sort((a, b) => (a < b ? -1 : 1));
    return { ...file, content: all.map((line) => `${line}\n`).join('') };
  });
}

/** What ran for the last deploy and is not asked for any more, and what would be in the way of what is. */
function droppedServices(
  request: DeployRequest,
  manifest: RouterManifest,
  events: readonly AgentEvent[],
): Plan['dropped'] {
  const old = manifest.services.filter(({ name }) => !request.services.some((each) => each.name === name));
  const inTheWay = events
    .filter(({ event, name }) => event === 'replaced' && !old.some((each) => each.name === name))
    .map(({ name = '', runlevel = '' }) => ({ name, runlevel }))
    .filter(({ name }) => request.replaces?.includes(name) === true);
  return [...old, ...inTheWay];
}

function plannedFiles(
  request: DeployRequest,
  manifest: RouterManifest,
  router: ReadonlyMap<string, RouterFile>,
  found: ReadonlyMap<string, RouterFile>,
): PlannedFile[] {
  const planned: PlannedFile[] = [];
  const state = (
    path: string,
  ): { routerContent?: Content; routerMode?: number; drift: boolean; unmanaged: boolean } => {
    const now = router.get(path);
    if (now === undefined) throw new DeployError(failure('no-answer', path));
    const left = manifest.files.get(path);
    return {
      ...(now.content === undefined ? {} : { routerContent: now.content }),
      ...(now.mode === '-' ? {} : { routerMode: Number.parseInt(now.mode, 8) }),
      drift: left !== undefined && (left.sha256 !== now.sha256 || left.mode !== now.mode),
      unmanaged: left === undefined && now.sha256 !== 'absent',
    };
  };
  const changeTo = ({ path, mode, content }: DeployFile): 'create' | 'update' | 'mode' | 'same' => {
    const now = router.get(path);
    if (now === undefined || now.sha256 === 'absent') return 'create';
    if (now.sha256 !== sha256(content)) return 'update';
    return now.mode === mode.toString(8) ? 'same' : 'mode';
  };
  for (const file of request.files) {
    const { path, mode, content } = file;
    planned.push({ path, change: changeTo(file), newContent: content, mode, ...state(path) });
  }
  for (const path of manifest.files.keys()) {
    if (request.files.some((file) => file.path === path) || !isManageable(path) || path === WORLD) continue;
    const before = found.get(path);
    if (before?.content !== undefined) {
      const file = { path, mode: Number.parseInt(before.mode, 8), content: before.content };
      const change = changeTo(file) === 'same' ? 'same' : 'back';
      planned.push({ path, change, newContent: file.content, mode: file.mode, ...state(path) });
    } else if ((router.get(path)?.sha256 ?? 'absent') !== 'absent') {
      planned.push({ path, change: 'delete', newContent: '', mode: 0o600, ...state(path) });
    }
  }
  return planned.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function factsOf(events: readonly AgentEvent[]): Facts {
  const fact = (key: string): string => factOf(events, key);
  const words = (key: string): string[] =>
    fact(key)
      .split(' ')
      .filter((word) => word !== '');
  return {
    hostname: fact('host'),
    bootId: fact('boot'),
    uptimeSeconds: Number(fact('uptime')),
    alpine: fact('alpine'),
    diskless: fact('diskless') === 'yes',
    missingTools: words('missing'),
    missingPackages: words('missing-packages'),
    unsaved: fact('unsaved') === 'yes',
    uncommitted: words('uncommitted').filter((word) => word.includes('/')),
    archives: words('archives').filter((word) => !word.includes('*')),
    encrypted: fact('lbu-encrypted') !== '',
    mediaPath: fact('lbu-media'),
  };
}

const SERVICE_STATES: readonly ServiceState[] = ['absent', 'disabled', 'stopped', 'started', 'enabled'];

function servicesOf(request: DeployRequest, events: readonly AgentEvent[]): Plan['services'] {
  return request.services.map(({ name, runlevel }) => {
    const said = events.find((event) => event.event === 'service' && event.name === name)?.state;
    return { name, runlevel, state: serviceState(said) };
  });
}

/** The state of a service as the agent says it; one that is not told of is not there. */
export function serviceState(said: string | undefined): ServiceState {
  return SERVICE_STATES.find((state) => state === said) ?? 'absent';
}

/** One line for each kind of change, with the files that it is about, for a terminal or a dialog. */
export function summarize(planned: Plan): Text[] {
  const kinds: readonly (readonly [PlannedFile['change'], Text])[] = [
    ['create', { en: 'New', ja: '新規' }],
    ['update', { en: 'Changed', ja: '変更' }],
    ['mode', { en: 'Other mode', ja: '権限の変更' }],
    ['back', { en: 'Put back as before any deploy wrote it', ja: 'デプロイ前の内容に戻す' }],
    ['delete', { en: 'Deleted', ja: '削除' }],
  ];
  return kinds.flatMap(([change, name]) => {
    const paths = planned.files.filter((file) => file.change === change).map(({ path }) => path);
    if (paths.length === 0) return [];
    // In Japanese too a blank between paths, as lines break there alone and not within a path.
    const list = paths.join(', ');
    return [{ en: `${name.en}: ${list}`, ja: `${name.ja}: ${list}` }];
  });
}
