import fc from 'fast-check';
import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import { fillSecrets } from '../../../server/src/core/render/secrets.ts';

/** Specs of all kinds that the schema takes, sensible or not: a renderer has to cope with whatever is well formed. */

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const octets = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octets, octets, octets, octets).map((parts) => parts.join('.'));
const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const ipv6 = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':'));
const iid = fc.array(group, { minLength: 1, maxLength: 4 }).map((groups) => `::${groups.join(':')}`);
const port = fc.integer({ min: 1, max: 65535 });
const interfaceName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/);
const label = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,20}[A-Za-z0-9])?$/);
const printable = (minLength: number, maxLength: number) =>
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength,
    maxLength,
  });
const passphrase = fc.oneof(
  printable(8, 63),
  fc.constant('${secret:wifi}'),
  fc.stringMatching(/^[0-9a-f]{64}$/),
);
const prefix = fc.oneof(
  fc.constantFrom(
    '240b:10:1234:5600::/64',
    '240b:13:59c3:5200::/56',
    '2400:4053:4394:ef00::/64',
    '2404:7a83:2fb1:c00::/64',
    '2409:10:a000:1200::/56',
    '2001:db8:12:3400::/48',
  ),
  fc.tuple(ipv6, fc.integer({ min: 32, max: 128 })).map(([address, length]) => `${address}/${length}`),
);
const allow = fc.record(
  {
    service: fc.constantFrom('ssh', 'dns', 'dhcp', 'ntp', 'ping', 'http', 'https'),
    protocol: fc.constantFrom('tcp', 'udp'),
    port,
    to: fc.oneof(iid, ipv6, ipv4, label),
    from: fc.constantFrom('lan', 'wan'),
  },
  { requiredKeys: [] },
);
const tunnel = fc.record(
  {
    method: fc.constantFrom('map-e', 'ds-lite', 'ipip'),
    provider: fc.constantFrom('v6plus', 'ocn', 'biglobe', 'nuro', 'transix', 'xpass', 'custom'),
    'border-relay': ipv6,
    aftr: fc.oneof(ipv6, fc.domain()),
    address: ipv4,
    'local-id': iid,
    update: fc.record({
      url: fc.constant('http://u.example/x'),
      user: printable(1, 20),
      password: fc.constant('${secret:u}'),
    }),
    rule: fc.record({
      'ipv6-prefix': fc.constantFrom('2001:db8::/32', '240b:10::/31'),
      'ipv4-prefix': fc.constantFrom('192.0.2.0/24', '198.51.0.0/16', '203.0.113.7/32'),
      'ea-length': fc.integer({ min: 0, max: 32 }),
      'psid-offset': fc.integer({ min: 0, max: 15 }),
    }),
    psid: fc.integer({ min: 0, max: 255 }),
    'interface-id': fc.constantFrom('map-draft-03', 'rfc7597'),
    interface: interfaceName,
    mtu: fc.integer({ min: 576, max: 8960 }),
    'encapsulation-limit': fc.oneof(fc.constant('none'), octets),
    'mss-clamp': fc.oneof(fc.boolean(), fc.integer({ min: 64, max: 9000 })),
    route: fc.oneof(
      fc.constant('default'),
      fc.record({ mark: fc.integer({ min: 1, max: 0xffffffff }) }),
      fc.record({
        from: fc.array(
          fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([a, l]) => `${a}/${l}`),
          { maxLength: 3 },
        ),
      }),
    ),
  },
  { requiredKeys: [] },
);
const accessPoint = fc.record(
  {
    interface: interfaceName,
    ssid: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 16 }),
    passphrase,
    country: fc.constantFrom('JP', 'US', 'DE'),
    band: fc.constantFrom('2.4GHz', '5GHz', '6GHz'),
    channel: fc.oneof(fc.constant('auto'), fc.integer({ min: 1, max: 233 })),
    width: fc.constantFrom(20, 40, 80, 160),
    standards: fc.subarray(['n', 'ac', 'ax']),
    security: fc.constantFrom('wpa2', 'wpa2-wpa3', 'wpa3'),
    options: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{1,20}$/), printable(1, 20), { maxKeys: 3 }),
  },
  { requiredKeys: ['interface', 'ssid', 'passphrase'] },
);
const spec = fc.record({
  version: fc.constant(1),
  hostname: optional(label),
  system: optional(
    fc.record({
      release: fc.constantFrom('v3.22', 'edge'),
      mirror: fc.constantFrom('http://a.example/alpine', 'https://b.example:8080/x/'),
      console: optional(fc.constantFrom('ttyS0,115200', 'ttyAMA0,9600')),
      lbu: optional(
        fc.record({
          media: fc.constantFrom('sda1', 'mmcblk0p2', 'nvme0n1p1'),
          backups: fc.integer({ min: 0, max: 100 }),
        }),
      ),
      supervisor: fc.constantFrom('s6', 'openrc'),
    }),
  ),
  wan: fc.record({
    interface: interfaceName,
    prefix,
    'prefix-source': optional(fc.constantFrom('ra', 'dhcpv6-pd')),
    mtu: optional(fc.integer({ min: 576, max: 9000 })),
  }),
  tunnel,
  lan: fc.record({
    interface: optional(interfaceName),
    ports: fc.array(interfaceName, { maxLength: 4 }),
    stp: optional(fc.boolean()),
    address: fc
      .tuple(ipv4, fc.integer({ min: 0, max: 32 }))
      .map(([address, length]) => `${address}/${length}`),
    ipv6: optional(fc.constantFrom('bridge', 'ndp-proxy', 'delegated', 'off')),
    dhcp: optional(
      fc.record({
        range: optional(fc.tuple(ipv4, ipv4).map(([first, last]) => `${first}-${last}`)),
        lease: optional(fc.integer({ min: 120, max: 100_000 })),
        dns: optional(fc.array(ipv4, { maxLength: 3 })),
        domain: optional(fc.domain()),
        reservations: optional(
          fc.array(
            fc.record({
              name: label,
              mac: fc.constantFrom('52:54:00:12:34:56', '0011.2233.4455'),
              address: ipv4,
            }),
            { maxLength: 3 },
          ),
        ),
      }),
    ),
  }),
  dns: optional(
    fc.record({
      serve: optional(fc.boolean()),
      upstream: optional(fc.array(fc.oneof(ipv4, ipv6), { maxLength: 4 })),
    }),
  ),
  nat: optional(
    fc.record({
      allocation: optional(fc.constantFrom('port-map', 'round-robin')),
      forwards: fc.array(
        fc
          .tuple(fc.constantFrom('tcp', 'udp'), port, ipv4, port)
          .map(([protocol, outside, host, inside]) => `${protocol} ${outside} -> ${host}:${inside}`),
        { maxLength: 4 },
      ),
    }),
  ),
  firewall: optional(
    fc.record({
      'inbound-ipv6': optional(fc.constantFrom('deny', 'allow')),
      allow: optional(fc.array(allow, { maxLength: 5 })),
    }),
  ),
  wifi: optional(fc.array(accessPoint, { maxLength: 3 })),
  sysctl: optional(
    fc.dictionary(
      fc.constantFrom(
        'vm.swappiness',
        'net.ipv4.conf.all.rp_filter',
        'net/ipv4/conf/eth0.1/rp_filter',
        'net.netfilter.nf_conntrack_max',
        'net.netfilter/nf_conntrack_max',
        'net/ipv4.conf/eth0.1.rp_filter',
        `net.${'a'.repeat(60)}/${'b'.repeat(60)}`,
      ),
      fc.integer({ min: 0, max: 9999 }),
    ),
  ),
  packages: optional(fc.array(fc.stringMatching(/^[a-z0-9][a-z0-9+._-]{0,20}$/), { maxLength: 3 })),
  services: optional(fc.array(fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/), { maxLength: 3 })),
  deploy: optional(fc.record({ user: optional(fc.constantFrom('root', 'admin')), port: optional(port) })),
});

/** Drops keys without a value, which YAML would write as null. */
const textOf = (value: unknown) => stringify(value, { keepUndefined: false });

describe('whatever spec gives a router', () => {
  test('renders, the same each time, without an injected or a hidden character', () => {
    let routers = 0;
    fc.assert(
      fc.property(spec, (value) => {
        const { router } = analyze(textOf(value));
        if (router === undefined) return;
        routers += 1;
        const files = renderRouter(router);
        expect(renderRouter(router)).toEqual(files);
        for (const file of files) {
          for (const line of file.lines) {
            // eslint-disable-next-line no-control-regex -- Control characters are what must not be there.
            if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line.text))
              throw new Error(`${file.path}: ${JSON.stringify(line.text)}`);
          }
        }
        const rules = files.find((file) => file.path === '/etc/nftables.nft');
        const braces = (rules === undefined ? '' : contentOf(rules)).replace(/^\s*#.*$/gm, '');
        expect(braces.split('{').length).toBe(braces.split('}').length);
        const filled = fillSecrets(files, () => 'a passphrase');
        expect(
          filled.ok &&
            filled.value.map(contentOf).some((content) => /^wpa_passphrase=\$\{secret:/m.test(content)),
        ).toBe(false);
      }),
      { numRuns: 200 },
    );
    expect(routers).toBeGreaterThan(20);
  });
});
