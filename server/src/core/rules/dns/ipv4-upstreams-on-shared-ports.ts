import { PUBLIC_RESOLVERS } from '../../isp/public-resolvers.ts';
import { formatIpv4 } from '../../net/address.ts';
import type { TextEdit } from '../../problem.ts';
import { removeEntry, setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { indexed, isWhole, valueOr } from '../spec-values.ts';

/** The IPv6 addresses of public resolvers that are mostly written by their IPv4 address. */
const SAME_SERVICE: ReadonlyMap<string, string> = new Map(
  PUBLIC_RESOLVERS.flatMap(({ ipv4, ipv6 }) =>
    ipv4.map((address, index) => [address, ipv6[index] ?? address] as const),
  ),
);

export const ipv4UpstreamsOnSharedPorts = defineRule({
  code: 'dns/ipv4-upstreams-on-shared-ports',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'DNS queries take up the shared ports',
    ja: 'DNS の問い合わせが共有ポートを消費する',
  },
  explanation: {
    en: `On a line with a shared IPv4 address everything that goes out over IPv4 needs one of its few ports: 240 on v6プラス, 1,008 on OCN. A DNS query over IPv4 holds one for 30 seconds, and toward one server each port can serve one query at a time. Measured with 240 ports, 20 queries a second to one server ran out of ports after 12 seconds, and almost half of the queries that followed were lost. Pages then hang for no visible reason.

IPv6 has no such limit, and queries over it work before the tunnel is up. Use the IPv6 addresses of the same servers, or leave \`dns.upstream\` out: the router then asks the servers that the line announces, which are reached by IPv6.`,
    ja: `IPv4 アドレスを共有する回線では、IPv4 で外に出る通信すべてに、限られたポート（v6プラスは 240、OCN は 1,008）のどれかが必要です。IPv4 の DNS 問い合わせは 1 回ごとにポートを 30 秒間占有し、同じサーバーに対しては 1 ポートにつき同時に 1 つの問い合わせしかできません。240 ポートでの測定では、1 台のサーバーに毎秒 20 回問い合わせると 12 秒でポートを使い切り、その後の問い合わせの半分近くが失われました。原因の分かりにくい「ページが固まる」症状になります。

IPv6 にはこの制限がなく、トンネルが上がる前でも使えます。同じサービスの IPv6 アドレスを使うか、\`dns.upstream\` を省略してください。省略すると、回線から通知されたサーバー（IPv6 で到達できます）に問い合わせます。`,
  },
  sources: [
    rfc(6333, '5.5'),
    {
      title: 'Linux, nf_conntrack-sysctl: nf_conntrack_udp_timeout',
      url: 'https://docs.kernel.org/networking/nf_conntrack-sysctl.html',
    },
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus

dns:
  upstream: [1.1.1.1, 1.0.0.1]
`,
      good: `
tunnel:
  provider: v6plus

dns:
  upstream: [2606:4700:4700::1111, 2606:4700:4700::1001]
`,
    },
  ],
  check({ document, spec, line, report }) {
    const upstream = spec.dns?.upstream;
    if (line.ce === undefined || line.ce.psidLength === 0 || upstream === undefined || upstream.length === 0)
      return;
    if (!isWhole(upstream) || upstream.some((server) => server.family === 6)) return;
    if (valueOr(document, ['dns', 'serve'], spec.dns?.serve, true) !== true) return;
    const edits = indexed(upstream).map(([index, server]): TextEdit[] | undefined => {
      const other = server.family === 4 ? SAME_SERVICE.get(formatIpv4(server)) : undefined;
      return other === undefined ? undefined : setValue(document, ['dns', 'upstream', index], other);
    });
    const replaced = edits.every((each) => each !== undefined) ? edits.flat() : undefined;
    const { portCount } = line.ce;
    report({
      at: ['dns', 'upstream'],
      message: {
        en: `All of these servers are asked over IPv4, and each query holds one of the line's ${portCount} ports for 30 seconds. Use IPv6 addresses, or leave the key out to ask the servers that the line announces.`,
        ja: `どのサーバーにも IPv4 で問い合わせるため、そのたびに回線の ${portCount} ポートのうち 1 つを 30 秒間占有します。IPv6 アドレスを使うか、キーを省略して回線から通知されるサーバーを使ってください。`,
      },
      fixes: [
        {
          title: { en: 'Use the IPv6 addresses of these servers', ja: '同じサーバーの IPv6 アドレスを使う' },
          edits: replaced,
        },
        {
          title: { en: 'Use the servers that the line announces', ja: '回線から通知されるサーバーを使う' },
          edits: removeEntry(document, ['dns', 'upstream']),
          preferred: false,
        },
      ],
    });
  },
});
