import { describe, expect, test } from 'vitest';
import { contains, formatIpv4, formatPrefix } from '../../../server/src/core/net/address.ts';
import { AFTR_IPV4, B4_IPV4, DS_LITE_NETWORK } from '../../../server/src/core/net/ds-lite.ts';
import { IPV6_MINIMUM_MTU, tcpMss, tunnelMtu } from '../../../server/src/core/net/mtu.ts';

describe('DS-Lite (RFC 6333 section 5.7)', () => {
  test('the addresses inside the tunnel', () => {
    expect(formatPrefix(DS_LITE_NETWORK)).toBe('192.0.0.0/29');
    expect(formatIpv4(AFTR_IPV4)).toBe('192.0.0.1');
    expect(formatIpv4(B4_IPV4)).toBe('192.0.0.2');
    expect([AFTR_IPV4, B4_IPV4].every((address) => contains(DS_LITE_NETWORK, address))).toBe(true);
  });
});

describe('MTU', () => {
  test.each([
    [1500, 'none', 1460, 1420],
    [1500, 4, 1452, 1412],
    [1500, 0, 1452, 1412],
    [1492, 'none', 1452, 1412],
    [IPV6_MINIMUM_MTU, 'none', 1240, 1200],
    [9000, 'none', 8960, 8920],
  ] as const)('WAN %i, encapsulation limit %s: tunnel %i, MSS %i', (wan, limit, tunnel, mss) => {
    expect(tunnelMtu(wan, limit)).toBe(tunnel);
    expect(tcpMss(tunnel)).toBe(mss);
  });
});
