import type { DeployFile } from '../../../server/src/deploy/index.ts';

/** The new configuration that most tests deploy: it changes, creates and sets off a bit of everything. */
export function newFiles(
  overrides: Readonly<Record<string, string>> = {},
): (DeployFile & { readonly content: string })[] {
  const files: Record<string, [string, number]> = {
    '/etc/hostname': ['new\n', 0o644],
    '/etc/network/interfaces': [
      'auto lo\niface lo inet loopback\n\nauto br0\niface br0 inet static\n\taddress 10.100.0.1/24\n\taddress 10.100.0.9/24\n\tup /usr/libexec/router-spec/tunnel\n',
      0o644,
    ],
    '/etc/nftables.nft': [
      '#!/usr/sbin/nft -f\nflush ruleset\ntable inet new {\n\tchain input {\n\t}\n}\n',
      0o644,
    ],
    '/etc/dnsmasq.conf': [
      'interface=br0\ndhcp-range=10.100.0.100,10.100.0.200\nconf-dir=/etc/dnsmasq.d\n',
      0o644,
    ],
    '/etc/dnsmasq.d/lan.conf': ['domain=home.arpa\n', 0o644],
    '/etc/hostapd/wlan0.conf': [
      'interface=wlan0\nssid=Borealis\nwpa_passphrase=correct horse battery\n',
      0o600,
    ],
    '/etc/sysctl.d/90-router-spec.conf': ['net.ipv4.ip_forward = 1\n', 0o644],
    '/usr/libexec/router-spec/tunnel': ['#!/bin/sh\nexit 0\n', 0o755],
    '/etc/apk/protected_paths.d/router-spec.list': [
      '+usr/libexec/router-spec\n+etc/init.d\n+var/svc.d\n',
      0o644,
    ],
  };
  for (const [path, content] of Object.entries(overrides)) {
    files[path] = [content, files[path]?.[1] ?? 0o644];
  }
  return Object.entries(files).map(([path, [content, mode]]) => ({ path, mode, content }));
}
