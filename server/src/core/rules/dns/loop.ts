import { equalAddress, formatAddress, parseIpv4, parseIpv6 } from '../../net/address.ts';
import type { Address } from '../../net/address.ts';
import { removeEntry } from '../../spec/edit.ts';
import type { Text } from '../../text.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { indexed } from '../spec-values.ts';

/** The addresses on which dnsmasq itself listens. */
function ownAddresses({ spec }: RuleContext): { address: Address; name: Text }[] {
  const loopback = [parseIpv4('127.0.0.1'), parseIpv6('::1')].flatMap((parsed) =>
    parsed.ok
      ? [
          {
            address: parsed.value,
            name: { en: 'the router itself (loopback)', ja: 'ルーター自身（ループバック）' },
          },
        ]
      : [],
  );
  const lan = spec.lan?.address?.address;
  return lan === undefined
    ? loopback
    : [
        ...loopback,
        { address: lan, name: { en: "the router's own LAN address", ja: 'ルーター自身の LAN アドレス' } },
      ];
}

export const loop = defineRule({
  code: 'dns/loop',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The router asks itself for names', ja: 'DNS の問い合わせ先がルーター自身になっている' },
  explanation: {
    en: `\`dns.upstream\` names the servers that the router asks for what it does not know. With one of its own addresses there, it asks itself, over and over: each query goes round until the limit of dnsmasq is reached, the processor is busy, and names do not resolve.

Name servers of the provider or public ones, or leave the key out: the router then uses those that the line announces.`,
    ja: `\`dns.upstream\` は、ルーターが知らない名前を問い合わせる先です。ここにルーター自身のアドレスがあると自分に問い合わせ続け、dnsmasq の上限に達するまで問い合わせが回り続けます。CPU を使い切り、名前も解決できません。

事業者や公開 DNS のサーバーを指定するか、キーごと省略してください。省略すると、回線から通知されたサーバーを使います。`,
  },
  sources: [dnsmasq('--dns-loop-detect'), dnsmasq('--server')],
  examples: [
    {
      bad: `
dns:
  upstream: [10.100.0.1, 2001:4860:4860::8888]
`,
      good: `
dns:
  upstream: [2001:4860:4860::8888]
`,
    },
    {
      bad: `
dns:
  upstream:
    - 2001:4860:4860::8888
    - 127.0.0.1 # this machine
`,
      good: `
dns:
  upstream:
    - 2001:4860:4860::8888
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    // Without DNS of its own another resolver may well run on the router.
    if (spec.dns?.serve === false) return;
    for (const [index, server] of indexed(spec.dns?.upstream)) {
      const own = ownAddresses(context).find(({ address }) => equalAddress(address, server));
      if (own === undefined) continue;
      const at = ['dns', 'upstream', index];
      report({
        at,
        message: {
          en: `${formatAddress(server)} is ${own.name.en}: it would ask itself.`,
          ja: `${formatAddress(server)} は${own.name.ja}です。自分自身に問い合わせることになります。`,
        },
        ...(server.family === 4 && server.value === spec.lan?.address?.address.value
          ? {
              related: [
                {
                  at: ['lan', 'address'],
                  message: { en: 'The router has it here.', ja: 'ルーターのアドレスはここです。' },
                },
              ],
            }
          : {}),
        fixes: [
          {
            title: { en: 'Remove this server', ja: 'このサーバーを削除' },
            edits: removeEntry(document, at),
          },
        ],
      });
    }
  },
});
