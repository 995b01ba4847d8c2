import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Admin } from './admin.ts';
import { programs } from './programs.ts';
import { program } from './sshd.ts';

/**
 * The shells that the agent must run in. The faults are tried with busybox, which is Alpine's and the default here; what
 * a shell could understand in another way is tried with both.
 */
export const SHELLS = ['dash', 'busybox'] as const;
export type Shell = (typeof SHELLS)[number];

export interface RigOptions {
  readonly shell?: Shell;
  /** The root is in RAM and lbu saves it; else the router is installed on a disk. */
  readonly diskless?: boolean;
  /** The root has a file system of its own, of that many mebibytes, which can be filled. */
  readonly mebibytes?: number;
  /** The medium has a file system of its own, of that many kibibytes. */
  readonly medium?: number;
  /** How long applying may take before it is taken back, in seconds. */
  readonly apply?: number;
  /** How long an answer is waited for, in seconds. */
  readonly answer?: number;
  /** How long it may take to go back and answer again, in seconds. */
  readonly grace?: number;
  /** Who logs in, where that is not root. */
  readonly admin?: Admin;
  /** Prints a message of the day into the channel, as careless profiles do. */
  readonly noisy?: boolean;
}

const OLD_FILES: Readonly<Record<string, string>> = {
  '/etc/hostname': 'old\n',
  '/etc/network/interfaces':
    'auto lo\niface lo inet loopback\n\nauto br0\niface br0 inet static\n\taddress 10.100.0.1/24\n',
  '/etc/nftables.nft': '#!/usr/sbin/nft -f\nflush ruleset\ntable inet old {\n\tchain input {\n\t}\n}\n',
  '/etc/dnsmasq.conf': 'interface=br0\n',
  '/etc/apk/world': 'alpine-base\nopenssh\n',
  '/etc/lbu/lbu.conf': 'LBU_MEDIA=sda1\n',
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
};

/** Makes the root, the live state and the programs of a router, under one directory, as they are in the beginning. */
export async function layOut(
  directory: string,
  { shell = 'busybox', diskless = true }: RigOptions,
): Promise<void> {
  const root = join(directory, 'root');
  const make = (path: string, content: string, mode = 0o644): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
    chmodSync(join(directory, path), mode);
  };
  for (const each of [
    'run',
    'var/svc.d',
    'var/lib',
    'usr/libexec',
    'media/sda1',
    'etc/init.d',
    'etc/runlevels/default',
    'proc/sys/vm',
  ]) {
    mkdirSync(join(root, each), { recursive: true });
  }
  for (const each of ['faults', 'points', 'live/services', 'live/interfaces'])
    mkdirSync(join(directory, each), { recursive: true });
  for (const [path, content] of Object.entries(OLD_FILES)) make(`root${path}`, content);
  make('root/etc/init.d/dnsmasq', '#!/sbin/openrc-run\n', 0o755);
  symlinkSync('/etc/init.d/dnsmasq', join(root, 'etc/runlevels/default/dnsmasq'));
  make('root/etc/alpine-release', '3.22.1\n');
  make(
    'root/proc/mounts',
    `none / ${diskless ? 'tmpfs' : 'ext4'} rw 0 0\n/dev/sda1 /media/sda1 vfat ro,relatime 0 0\n`,
  );
  make('root/proc/sys/kernel/hostname', 'old\n');
  make('root/proc/sys/kernel/random/boot_id', 'first-boot\n');
  make('root/proc/sys/net/ipv4/ip_forward', '0\n');
  make('live/ruleset', 'table inet old {\n\tchain input {\n\t}\n}\n');
  make('live/interfaces/br0', '10.100.0.1/24\n');
  make('live/routes', 'default via 192.0.2.1 dev eth0\n');
  make('live/services/dnsmasq', 'interface=br0\n');
  make('live/packages', 'alpine-base\nopenssh\n');
  for (const [name, text] of Object.entries(programs(directory))) make(`sys/${name}`, text, 0o755);
  // Anybody may be asked to run dnsmasq's check, and needs to write down as whom.
  chmodSync(join(directory, 'live'), 0o777);
  const path = join(directory, 'path');
  mkdirSync(path);
  const { command } = await program(shell);
  if (shell === 'dash') {
    symlinkSync(command, join(path, 'sh'));
  } else {
    const applets = spawnSync(command, ['--list'], { encoding: 'utf8' }).stdout.split('\n');
    for (const applet of applets)
      if (applet !== '' && applet !== 'busybox') symlinkSync(command, join(path, applet));
  }
  // What a diskless router saved last: its old self.
  if (diskless) {
    const saved = spawnSync('tar', ['-czf', join(root, 'media/sda1/old.apkovl.tar.gz'), '-C', root, 'etc']);
    if (saved.status !== 0) throw new Error(String(saved.stderr));
  }
  for (const each of ['root', 'live']) {
    cpSync(join(directory, each), join(directory, `${each}.old`), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** A file system of that size, which lies in RAM. */
export function mountRam(directory: string, size: string): void {
  mkdirSync(directory, { recursive: true });
  const { status, stderr } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${size},mode=0755`,
    'rig',
    directory,
  ]);
  if (status !== 0) throw new Error(String(stderr));
}
