import type { AccessPoint, Router } from '../derive/router.ts';
import type { Path } from '../problem.ts';
import { DNSMASQ_PATH } from './dnsmasq.ts';
import { file, generated } from './generated.ts';
import { hostapdPath } from './hostapd.ts';
import { usesDnsmasq, usesNdpProxy } from './needs.ts';
import { NDP_PROXY_PATH } from './ndp-proxy.ts';
import { LineWriter } from './rendered-file.ts';
import type { RenderedFile } from './rendered-file.ts';
import { FROM } from './sources.ts';
import { word } from './word.ts';

/**
 * dnsmasq's service: Alpine's own with OpenRC as the supervisor, ours with s6. One of ours must not have the name of a
 * file of Alpine's packages, which an upgrade would put back.
 */
export const DNSMASQ_SERVICE = { openrc: 'dnsmasq', s6: 'dnsmasq-s6' } as const;

export const NDP_PROXY_SERVICE = 'router-ndp-proxy';

/** One service for each radio, so that a radio that fails does not take the others along. */
export function hostapdService(accessPoint: AccessPoint): string {
  return `hostapd-${word(accessPoint.interface, 'interface')}`;
}

interface Supervised {
  readonly name: string;
  readonly what: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly depends: readonly string[];
  readonly from: readonly Path[];
}

/** The services that are restarted when they die: an init script each, and a run script with s6. */
export function renderSupervised(router: Router): readonly RenderedFile[] {
  const { supervisor } = router.system;
  const files = supervisedOf(router).flatMap((service) =>
    supervisor === 's6' ? [s6Run(service), s6Init(service)] : [openrcInit(service)],
  );
  return supervisor === 'openrc' && usesDnsmasq(router) ? [...files, dnsmasqSettings()] : files;
}

function supervisedOf(router: Router): readonly Supervised[] {
  const services: Supervised[] = [];
  if (usesDnsmasq(router) && router.system.supervisor === 's6') {
    services.push({
      name: DNSMASQ_SERVICE.s6,
      what: 'DNS and DHCP for the LAN',
      command: '/usr/sbin/dnsmasq',
      arguments: ['--keep-in-foreground', '--pid-file=', `--conf-file=${DNSMASQ_PATH}`],
      depends: ['provide dns', 'after net firewall bootmisc', 'use logger'],
      from: [FROM.dnsServe, FROM.dhcp],
    });
  }
  if (usesNdpProxy(router)) {
    services.push({
      name: NDP_PROXY_SERVICE,
      what: 'Answers neighbour solicitations of the line for LAN hosts',
      command: NDP_PROXY_PATH,
      arguments: [],
      depends: ['after net firewall', 'use logger'],
      from: [FROM.lanIpv6],
    });
  }
  for (const accessPoint of router.wifi) {
    services.push({
      name: hostapdService(accessPoint),
      what: 'Wi-Fi access point',
      command: '/usr/sbin/hostapd',
      arguments: [hostapdPath(accessPoint)],
      depends: ['after net firewall', 'use logger'],
      from: [[...accessPoint.origin, 'interface']],
    });
  }
  return services;
}

function s6Run(service: Supervised): RenderedFile {
  const lines = script('/bin/sh', service);
  lines.add('exec 2>&1').add(`exec ${[service.command, ...service.arguments].join(' ')}`, ...service.from);
  return file(`/var/svc.d/${word(service.name, 'service')}/run`, 'shellscript', lines, 0o755);
}

/** OpenRC finds the service directory by the service's own name, before 0.63 and since then. */
function s6Init(service: Supervised): RenderedFile {
  const lines = script('/sbin/openrc-run', service);
  lines.add(`description="${service.what}"`).add('supervisor=s6', FROM.supervisor);
  addDepend(lines, ['need s6-svscan', ...service.depends]);
  return initScript(service, lines);
}

function openrcInit(service: Supervised): RenderedFile {
  const lines = script('/sbin/openrc-run', service);
  lines.add(`description="${service.what}"`).add('supervisor=supervise-daemon', FROM.supervisor);
  lines.add(`command=${service.command}`, ...service.from);
  if (service.arguments.length > 0) {
    lines.add(`command_args="${service.arguments.join(' ')}"`, ...service.from);
  }
  lines.add('respawn_delay=2').add('# However often it takes.').add('respawn_max=0');
  addDepend(lines, ['need localmount', ...service.depends]);
  return initScript(service, lines);
}

function script(interpreter: string, { what }: Supervised): LineWriter {
  const lines = new LineWriter().add(`#!${interpreter}`);
  for (const { text } of generated('#', `${what}.`).lines) lines.add(text);
  return lines;
}

function addDepend(lines: LineWriter, depends: readonly string[]): void {
  lines.add('').add('depend() {');
  for (const line of depends) lines.add(`\t${line}`);
  lines.add('}');
}

function initScript(service: Supervised, lines: LineWriter): RenderedFile {
  return file(`/etc/init.d/${word(service.name, 'service')}`, 'shellscript', lines, 0o755);
}

/** Settings for Alpine's own init script of dnsmasq, which runs it in the foreground already. */
function dnsmasqSettings(): RenderedFile {
  const lines = generated(
    '#',
    "Settings of Alpine's /etc/init.d/dnsmasq: restarted when it dies, however often.",
  );
  lines.add('supervisor=supervise-daemon', FROM.supervisor).add('respawn_delay=2').add('respawn_max=0');
  return file('/etc/conf.d/dnsmasq', 'shellscript', lines);
}

/** Settings for Alpine's init script of nftables: our file, which must not be overwritten with a listing at shutdown. */
export function renderNftablesSettings(rules: string): RenderedFile {
  const lines = generated('#', "Settings of Alpine's /etc/init.d/nftables.");
  lines
    .add(`rules_file="${rules}"`)
    .add('# A listing of the running rules would replace the file at each shutdown.');
  lines.add('save_on_stop="no"');
  return file('/etc/conf.d/nftables', 'shellscript', lines);
}
