import { parseDocument } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { Path } from '../../../server/src/core/problem.ts';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import type { RenderedLine } from '../../../server/src/core/render/rendered-file.ts';
import { caseOf, routerOf } from './cases.ts';

/** A value of a case, and another one that changes what is generated. */
const CHANGES: readonly (readonly [router: string, path: Path, value: unknown])[] = [
  ['reference', ['hostname'], 'aurora'],
  ['reference', ['system', 'release'], 'v3.21'],
  ['reference', ['system', 'mirror'], 'http://mirror.example.org/alpine'],
  ['reference', ['system', 'console'], 'ttyS1,9600'],
  ['reference', ['system', 'lbu', 'media'], 'sdb2'],
  ['reference', ['system', 'lbu', 'backups'], 3],
  ['reference', ['wan', 'interface'], 'wan0'],
  ['reference', ['wan', 'prefix'], '240b:10:1234:5700::/64'],
  ['reference', ['wan', 'mtu'], 1480],
  ['reference', ['tunnel', 'interface'], 'map0'],
  ['reference', ['tunnel', 'border-relay'], '2001:db8::1'],
  ['reference', ['tunnel', 'interface-id'], 'rfc7597'],
  ['reference', ['tunnel', 'mtu'], 1400],
  ['reference', ['tunnel', 'encapsulation-limit'], 4],
  ['reference', ['tunnel', 'mss-clamp'], 1234],
  ['reference', ['tunnel', 'route'], { mark: 7 }],
  ['reference', ['lan', 'interface'], 'lan'],
  ['reference', ['lan', 'ports', 0], 'eth7'],
  ['reference', ['lan', 'stp'], true],
  ['reference', ['lan', 'address'], '10.100.0.2/24'],
  ['reference', ['lan', 'dhcp', 'range'], '10.100.0.50-10.100.0.60'],
  ['reference', ['lan', 'dhcp', 'lease'], '2h'],
  ['reference', ['lan', 'dhcp', 'dns'], ['9.9.9.9']],
  ['reference', ['lan', 'dhcp', 'domain'], 'lan.example.org'],
  ['reference', ['lan', 'dhcp', 'reservations', 0, 'mac'], '52:54:00:00:00:01'],
  ['reference', ['lan', 'dhcp', 'reservations', 0, 'name'], 'nasty'],
  ['reference', ['dns', 'upstream', 1], '2001:db8::53'],
  ['reference', ['nat', 'forwards', 0, 'port'], 5474],
  ['reference', ['nat', 'forwards', 0, 'to'], '10.100.0.11:22'],
  ['reference', ['nat', 'forwards', 1], 'udp 9568 -> 10.100.0.99:1'],
  ['reference', ['wifi', 0, 'ssid'], 'Aurora'],
  ['reference', ['wifi', 0, 'passphrase'], '${secret:other}'],
  ['reference', ['wifi', 0, 'country'], 'DE'],
  ['reference', ['wifi', 0, 'channel'], 44],
  ['reference', ['wifi', 0, 'width'], 160],
  ['reference', ['wifi', 0, 'security'], 'wpa3'],
  ['reference', ['deploy', 'user'], 'admin'],
  ['reference', ['deploy', 'port'], 2222],
  ['reference', ['deploy', 'window'], '90s'],
  ['biglobe-ndp-proxy', ['wan', 'prefix'], '2404:7a83:2fb1:d00::/64'],
  ['biglobe-ndp-proxy', ['wan', 'interface'], 'eth9'],
  ['biglobe-ndp-proxy', ['lan', 'interface'], 'br7'],
  ['biglobe-ndp-proxy', ['firewall', 'allow', 2, 'port'], 51821],
  ['biglobe-ndp-proxy', ['firewall', 'allow', 3, 'to'], '::cafe'],
  ['delegated-56', ['wan', 'prefix'], '240b:13:59c3:5300::/56'],
  ['delegated-56', ['nat', 'forwards', 1, 'port'], 5409],
  ['delegated-56', ['firewall', 'inbound-ipv6'], 'deny'],
  ['ipip-fixed', ['tunnel', 'address'], '203.0.113.6'],
  ['ipip-fixed', ['tunnel', 'local-id'], '::1:2'],
  ['ipip-fixed', ['tunnel', 'update', 'url'], 'http://update.example.org/'],
  ['ipip-fixed', ['tunnel', 'update', 'user'], 'you'],
  ['ipip-fixed', ['tunnel', 'update', 'password'], 'literal'],
  ['ipip-fixed', ['firewall', 'allow', 2, 'port'], 51821],
  ['transix', ['tunnel', 'aftr'], 'aftr.example.jp'],
  ['transix', ['firewall', 'allow', 2, 'port'], 8443],
  ['custom-rule', ['tunnel', 'rule', 'psid-offset'], 5],
  ['custom-rule', ['firewall', 'allow', 0, 'port'], 1234],
  ['mark-routing', ['tunnel', 'route', 'mark'], 99],
  ['mark-routing', ['sysctl', 'vm.swappiness'], 11],
  ['mark-routing', ['sysctl', 'net/ipv4/conf/eth0.10/rp_filter'], 1],
  ['from-routing', ['tunnel', 'route', 'from', 0], '10.1.3.0/24'],
  ['wifi', ['wifi', 4, 'options', 'dtim_period'], 3],
  ['ds-lite-address', ['packages', 1], 'mtr'],
];

const key = (line: RenderedLine) => line.text;

/** Lines of `after` that `before` does not have, each as often as it is there. */
function added(before: readonly RenderedLine[], after: readonly RenderedLine[]): RenderedLine[] {
  const left = new Map<string, number>();
  for (const line of before) left.set(key(line), (left.get(key(line)) ?? 0) + 1);
  return after.filter((line) => {
    const count = left.get(key(line)) ?? 0;
    left.set(key(line), count - 1);
    return count <= 0;
  });
}

/** Whether one path is the other, lies in it, or holds it. */
const related = (a: Path, b: Path) =>
  Array.from({ length: Math.min(a.length, b.length) }).every((_, index) => a[index] === b[index]);

describe('a line that holds a value of the spec names where it stands', () => {
  test.each(CHANGES)('%s: %j', (name, path, value) => {
    const { text } = caseOf(name);
    const document = parseDocument(text);
    document.setIn(path, value);
    const before = renderRouter(routerOf(text));
    const after = renderRouter(routerOf(document.toString()));
    const changed = after.flatMap((file) => {
      const old = before.find((each) => each.path === file.path);
      return added(old?.lines ?? [], file.lines).map((line) => ({
        file: file.path,
        line,
        isNew: old === undefined,
      }));
    });
    expect(changed.length).toBeGreaterThan(0);
    const silent = changed
      // A file, a comment or a brace that comes with a value needs no source of its own.
      .filter(({ isNew, line }) => !isNew && !/^\s*(?:#.*|chain \w+ \{|[{}]?)$/.test(line.text))
      .filter(({ line }) => !line.from.some((from) => related(from, path)))
      .map(({ file, line }) => `${file}: ${line.text}`);
    expect(silent).toEqual([]);
  });
});
