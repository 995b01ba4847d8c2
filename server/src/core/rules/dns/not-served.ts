import { equalAddress, formatIpv4 } from '../../net/address.ts';
import type { Ipv4 } from '../../net/address.ts';
import { removeEntry, setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleFix } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { indexed, isWhole } from '../spec-values.ts';

/** The other way out: clients are told the upstreams, which is what happens without `lan.dhcp.dns`. */
function tellUpstreams({ document, spec }: RuleContext): RuleFix {
  const upstreams = indexed(spec.dns?.upstream).filter(([, server]) => server.family === 4);
  return {
    title: { en: 'Tell clients the upstream servers instead', ja: 'クライアントには上位サーバーを知らせる' },
    edits: upstreams.length === 0 ? undefined : removeEntry(document, ['lan', 'dhcp', 'dns']),
    preferred: false,
  };
}

export const notServed = defineRule({
  code: 'dns/not-served',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'Clients have no DNS server that answers',
    ja: 'クライアントに応答する DNS サーバーがない',
  },
  explanation: {
    en: `By DHCP the router tells its clients which DNS servers to ask. With \`dns.serve: false\` the router itself answers no queries (dnsmasq runs with \`port=0\`), so

- a client that is told the router (\`lan.dhcp.dns\` has its address) gets no answer, and
- with neither \`lan.dhcp.dns\` nor an IPv4 server under \`dns.upstream\` there is nothing to tell: clients that know only IPv4 have no DNS.

In both cases connections by address work and names do not. Let the router serve DNS (\`dns.serve: true\`, which also caches and knows the names of the LAN), or tell the clients servers that do answer.`,
    ja: `ルーターは DHCP で、問い合わせ先の DNS サーバーをクライアントに知らせます。\`dns.serve: false\` ではルーター自身が DNS に応答しない（dnsmasq が \`port=0\` で動く）ため、次のような問題が起こります。

- \`lan.dhcp.dns\` にルーターのアドレスがあると、クライアントは応答しないサーバーに問い合わせます。
- \`lan.dhcp.dns\` も、\`dns.upstream\` の IPv4 サーバーもないと、知らせるサーバーがなく、IPv4 だけのクライアントは DNS を使えません。

どちらの場合も、アドレスでは通信できるのに名前では通信できません。ルーターに DNS を提供させる（\`dns.serve: true\`。キャッシュと LAN 内の名前解決も使えます）か、応答するサーバーをクライアントに知らせてください。`,
  },
  sources: [dnsmasq('--port: "Setting this to zero completely disables DNS function"')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    dns: [10.100.0.1]

dns:
  serve: false
  upstream: [9.9.9.9]
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    dns: [9.9.9.9]

dns:
  serve: false
  upstream: [9.9.9.9]
`,
    },
    {
      bad: `
dns:
  serve: false
`,
      good: `
dns:
  serve: false
  upstream: [9.9.9.9]
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    if (spec.dns?.serve !== false || spec.lan?.dhcp === undefined) return;
    const serve: RuleFix = {
      title: { en: 'Serve DNS on the router', ja: 'ルーターで DNS を提供する' },
      edits: setValue(document, ['dns', 'serve'], 'true'),
      preferred: false,
    };
    const told: readonly (Ipv4 | undefined)[] | undefined = spec.lan.dhcp.dns;
    const router = spec.lan.address?.address;
    if (told === undefined) {
      const upstreams = spec.dns.upstream ?? [];
      // A list that could not be read is not an empty one.
      if (document.entry(['lan', 'dhcp', 'dns']) !== undefined || !isWhole(upstreams)) return;
      if (document.entry(['dns', 'upstream']) !== undefined && spec.dns.upstream === undefined) return;
      if (upstreams.some((server) => server.family === 4)) return;
      report({
        at: ['dns', 'serve'],
        severity: 'warning',
        message: {
          en: 'The router answers no DNS, and there is no IPv4 server to tell the clients: list one under `dns.upstream` or `lan.dhcp.dns`.',
          ja: 'ルーターは DNS に応答せず、クライアントに知らせる IPv4 の DNS サーバーもありません。`dns.upstream` か `lan.dhcp.dns` に指定してください。',
        },
        fixes: [serve],
      });
      return;
    }
    for (const [index, server] of indexed(told)) {
      if (router === undefined || !equalAddress(server, router)) continue;
      report({
        at: ['lan', 'dhcp', 'dns', index],
        message: {
          en: `Clients are told to ask the router (${formatIpv4(router)}), but it answers no DNS.`,
          ja: `クライアントはルーター（${formatIpv4(router)}）に問い合わせるよう知らされますが、ルーターは DNS に応答しません。`,
        },
        related: [
          {
            at: ['dns', 'serve'],
            message: {
              en: 'DNS on the router is switched off here.',
              ja: 'ルーターの DNS はここで無効にされています。',
            },
          },
        ],
        fixes: [serve, tellUpstreams(context)],
      });
    }
  },
});
