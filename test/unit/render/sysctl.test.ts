import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { kernelSettings } from '../../../server/src/core/render/kernel.ts';
import { complete } from '../rules/complete.ts';
import { routerOf } from './cases.ts';

// sysctl(8): the first separator of a name says which one separates; the other one stands for a dot, or is one.
describe.each([
  ['net.netfilter.nf_conntrack_max', 'net/netfilter/nf_conntrack_max', undefined],
  ['net/netfilter/nf_conntrack_max', 'net/netfilter/nf_conntrack_max', undefined],
  ['net.ipv4.conf.eth1/10.rp_filter', 'net/ipv4/conf/eth1.10/rp_filter', undefined],
  ['net/ipv4/conf/eth1.10/rp_filter', 'net/ipv4/conf/eth1.10/rp_filter', undefined],
  ['net.mpls.conf.eth1/10.input', 'net/mpls/conf/eth1.10/input', undefined],
  ['fs.binfmt_misc.python3/11', 'fs/binfmt_misc/python3.11', undefined],
  ['net.ipv4.conf.eth1.10.rp_filter', 'net/ipv4/conf/eth1/10/rp_filter', 'sysctl/dotted-interface'],
  ['net.netfilter/nf_conntrack_max', 'net/netfilter.nf_conntrack_max', 'sysctl/mixed-separators'],
  ['net.ipv4/tcp_ecn', 'net/ipv4.tcp_ecn', 'sysctl/mixed-separators'],
  ['net.ipv4.neigh/default.gc_thresh1', 'net/ipv4/neigh.default/gc_thresh1', 'sysctl/mixed-separators'],
  ['net.ipv4.conf.eth1/10/rp_filter', 'net/ipv4/conf/eth1.10.rp_filter', 'sysctl/mixed-separators'],
  ['net/ipv4.tcp_ecn', 'net/ipv4.tcp_ecn', 'sysctl/mixed-separators'],
])('%s', (key, path, code) => {
  const text = complete(`sysctl: { ${key}: 1 }\n`);

  test(`is ${path}`, () => {
    const { boot, late } = kernelSettings(routerOf(text));
    expect([...boot, ...late].filter(({ from }) => from[0]?.[0] === 'sysctl')).toMatchObject([
      { path, value: '1' },
    ]);
  });

  test(`gives ${code ?? 'no problem'}`, () => {
    const codes = analyze(text)
      .problems()
      .map((problem) => problem.code);
    expect(codes.filter((each) => each.startsWith('sysctl/'))).toEqual(code === undefined ? [] : [code]);
  });
});
