import { expect, test } from 'vitest';
import { SHARED, example, router, run, sizes } from './expected.ts';

test('the reference router: everything passes, nothing leaves the port set, nothing but IPv6 reaches the line', async () => {
  const result = await run('reference', example('router.yaml'));
  expect(result).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    lease: {
      ip: '10.100.0.10',
      router: '10.100.0.1',
      dns: '10.100.0.1',
      domain: 'home.arpa',
      lease: '43200',
    },
    forwarded: [
      { port: 5472, answered: 1 },
      { port: 5473, answered: 1 },
    ],
    hairpin: { answered: 1 },
    scanned: { ipv4: [5472, 5473], router6: [], client6: [] },
    trace: ['10.100.0.1', expect.any(String), '198.51.100.10'],
  });
  expect(result.relay.inside).toBeGreaterThan(120);
  // RFC 4787 REQ-1: one socket is one port, whoever it talks to.
  expect(new Set(result.mapping.ports).size).toBe(1);
});

test('OCN: 1,008 ports, a port forward to a host without a reservation, another LAN', async () => {
  const result = await run('ocn', example('ocn.router.yaml'));
  expect(result).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    lease: { router: '192.168.10.1', dns: '192.168.10.1' },
  });
  expect(new Set(result.mapping.ports).size).toBe(1);
});

test('the example of RFC 7597: 63 ranges of four ports', async () => {
  const result = await run('rfc7597', router('rfc7597'));
  expect(result).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    forwarded: [{ port: 1232, answered: 1 }],
    hairpin: { answered: 1 },
    scanned: { ipv4: [1232], router6: [], client6: [] },
  });
  expect(new Set(result.mapping.ports).size).toBe(1);
});

test('a whole IPv4 address', async () => {
  expect(await run('whole-address', router('whole-address'))).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    forwarded: [{ port: 80, answered: 1 }],
    hairpin: { answered: 1 },
  });
});
