import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { importRouter } from '../../../server/src/core/import/index.ts';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import { caseOf, routerOf } from '../render/cases.ts';

/** The spec of one imported file. */
const specOf = (path: string, text: string) => analyze(importRouter([{ path, text }]).text).document.spec;

describe('dnsmasq', () => {
  const dhcpOf = (text: string) => {
    const { lan } = specOf('etc/dnsmasq.conf', text);
    const range = lan?.dhcp?.range;
    return {
      last: range === undefined ? undefined : range.last.value & 255,
      lease: lan?.dhcp?.lease,
      domain: lan?.dhcp?.domain,
    };
  };

  test.each([
    ['a comment behind white space', 'dhcp-range=10.1.0.50,10.1.0.150,24h   # pool\ndomain=lan # x\n'],
    ['a comment behind a tab', 'dhcp-range=10.1.0.50,10.1.0.150,24h\t#pool\ndomain=lan\t# x\n'],
  ])('%s is none of the value', (_, text) => {
    expect(dhcpOf(text)).toEqual({ last: 150, lease: 86_400, domain: 'lan' });
  });

  test('a number sign inside a word or quotes is no comment', () => {
    const { entries } = importRouter([
      { path: 'etc/dnsmasq.conf', text: 'server=/a#b/1.1.1.1\ndhcp-option=3,"a # b",10.1.0.1 # c\n' },
    ]);
    expect(entries.map(({ state }) => state)).toEqual(['not-taken', 'not-needed']);
  });

  test.each([
    [
      'the guests',
      'dhcp-range=10.1.0.50,10.1.0.150\ndhcp-range=set:guest,10.2.0.50,10.2.0.60,1h\n',
      undefined,
    ],
    ['the LAN', 'dhcp-range=10.1.0.50,10.1.0.150,6h\ndhcp-range=set:guest,10.2.0.50,10.2.0.60,1h\n', 21_600],
  ])('the lease is that of the range that was taken, not of another: %s', (_, text, lease) => {
    expect(dhcpOf(text)).toEqual({ last: 150, lease, domain: undefined });
  });
});

describe('hostapd', () => {
  test.each([
    ['hw_mode=g\n', '2.4GHz'],
    ['hw_mode=a\n', '5GHz'],
    ['hw_mode=a\nop_class=128\n', '5GHz'],
    ['hw_mode=a\nop_class=131\n', '6GHz'],
    ['op_class=133\nhw_mode=a\n', '6GHz'],
  ])('%j is %s', (text, band) => {
    expect(specOf('etc/hostapd/wlan0.conf', `interface=wlan0\nssid=x\n${text}`).wifi?.[0]?.band).toBe(band);
  });
});

describe("Router Spec's own tunnel script, read back", () => {
  const ownTunnel = (text: string) => {
    const script = renderRouter(routerOf(text)).find(({ path }) => path.endsWith('/router-spec/tunnel'));
    if (script === undefined) throw new Error('No script');
    return analyze(importRouter([{ path: script.path, text: contentOf(script) }]).text);
  };
  const tunnelOf = (text: string) => routerOf(text).tunnel;
  const { text: fixed } = caseOf('ipip-fixed');

  test.each([
    ['a fixed address of a known provider', fixed],
    [
      'a fixed address whose far end nobody knows',
      fixed.replace('local-id', 'border-relay: 2001:db8::1\n  local-id'),
    ],
  ])('%s', (_, text) => {
    const { document } = ownTunnel(text);
    const { address, local, remote } = tunnelOf(text);
    expect(document.spec.tunnel).toMatchObject({ method: 'ipip', address, 'border-relay': remote });
    expect(document.spec.tunnel?.['local-id']?.value).toBe(
      'value' in local ? local.value & 0xffff_ffff_ffff_ffffn : undefined,
    );
  });

  test.each(['reference', 'ocn', 'mark-routing', 'biglobe-ndp-proxy'])('MAP-E stays MAP-E: %s', (name) => {
    const { text } = caseOf(name);
    const { line } = ownTunnel(text);
    expect(line).toMatchObject({ method: 'map-e', ce: { ceIpv4: tunnelOf(text).address } });
  });

  test('which packets go into the tunnel', () => {
    const text = caseOf('mark-routing').text.replace('mark: 0x10064', 'mark: 0x10064, from: [10.1.0.0/24]');
    expect(ownTunnel(text).document.spec.tunnel?.route).toMatchObject({
      mark: 0x10064,
      from: [{ length: 24 }],
    });
  });
});
