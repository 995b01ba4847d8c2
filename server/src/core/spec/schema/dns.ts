import { boolean } from '../scalars.ts';
import { ipAddress } from '../scalars-net.ts';
import { field, list, object } from '../schema-types.ts';

/** `dns`: name resolution for the LAN. */
export const dns = object({
  serve: field(boolean, {
    summary: { en: 'Answer DNS on the LAN.', ja: 'LAN からの DNS 問い合わせに応答します。' },
    detail: {
      en: 'One cache for all clients, and names of the LAN resolve.',
      ja: '全クライアントで 1 つのキャッシュを共有でき、LAN 内の名前も解決できます。',
    },
    default: 'true',
  }),
  upstream: field(list(ipAddress, { en: 'a DNS server', ja: 'DNS サーバー' }), {
    summary: { en: 'The servers that are asked.', ja: '問い合わせ先の DNS サーバーです。' },
    detail: {
      en: 'On a line with shared ports prefer IPv6 servers: every query over IPv4 holds one of your ports for a while.',
      ja: 'ポートを共有する回線では IPv6 のサーバーをお勧めします。IPv4 の問い合わせは、そのたびにポートを 1 つしばらく占有します。',
    },
    default: {
      en: 'the servers that the line announces (RA or DHCPv6)',
      ja: '回線から通知されるサーバー（RA または DHCPv6）',
    },
    examples: ['[1.1.1.1, 1.0.0.1]'],
  }),
});
