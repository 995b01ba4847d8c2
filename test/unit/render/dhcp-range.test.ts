import { expect, test } from 'vitest';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import { complete } from '../rules/complete.ts';
import { routerOf } from './cases.ts';

test.each([
  ['192.168.1.1/24', '192.168.1.128,192.168.1.254'],
  ['192.168.1.9/29', '192.168.1.12,192.168.1.14'],
  ['192.168.1.1/30', '192.168.1.2,192.168.1.2'],
  // Its upper half is the router, whose address dnsmasq gives to nobody.
  ['192.168.1.2/30', '192.168.1.1,192.168.1.1'],
])('without a range, DHCP on %s hands out %s', (address, range) => {
  const files = renderRouter(
    routerOf(complete(`lan: { ports: [eth1], address: ${address}, dhcp: {} }\n`)),
  ).map(contentOf);
  expect(files.join('\n')).toMatch(new RegExp(`^dhcp-range=(?:[^\\n]*,)?${range},`, 'm'));
});
