import { formatLanHost } from '../../spec/scalars-lan.ts';
import { allowsOf } from '../firewall-values.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { isReserved } from '../spec-values.ts';

export const ipv4Target = defineRule({
  code: 'firewall/ipv4-target',
  severity: 'warning',
  certainty: 'certain',
  title: {
    en: 'The firewall cannot open a LAN host for IPv4',
    ja: 'LAN 内のホストは、ファイアウォールでは IPv4 に公開できない',
  },
  explanation: {
    en: `A host of the LAN has a private IPv4 address, which nobody outside can send a packet to. From outside it is reached by IPv4 only through a forward (\`nat.forwards\`), and a forward opens the firewall for itself. An exception with the host's IPv4 address, or with the name of its reservation, which stands for that address, opens nothing.

For IPv6 name the host by its interface identifier, the lower half of its IPv6 address: \`to: "::1234"\`.`,
    ja: `LAN 内のホストの IPv4 アドレスはプライベートアドレスなので、外部からそのアドレス宛てにパケットを送ることはできません。外部から IPv4 で到達するにはポート転送（\`nat.forwards\`）が必要で、転送を設定すればファイアウォールも自動で開きます。ホストの IPv4 アドレス、またはそのアドレスを指す予約名を書いた例外では、何も開きません。

IPv6 で公開するには、ホストの IPv6 アドレスの下位半分であるインターフェース ID を \`to: "::1234"\` のように書いてください。`,
  },
  sources: [rfc(1918, '3'), rfc(6092)],
  examples: [
    {
      bad: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: nas, from: wan }
`,
      good: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: "::1234", from: wan }
`,
    },
  ],
  check({ spec, report }) {
    for (const { path, from, to } of allowsOf(spec)) {
      if (from !== 'wan' || to === undefined || to.kind === 'ipv6') continue;
      if (to.kind === 'name' && !isReserved(spec, to.name)) continue;
      const host = formatLanHost(to);
      report({
        at: [...path, 'to'],
        message: {
          en: `\`${host}\` has a private IPv4 address, which cannot be reached from outside: this opens nothing. For IPv4 use \`nat.forwards\`; for IPv6 write the host's interface identifier (\`"::1234"\`).`,
          ja: `\`${host}\` の IPv4 アドレスはプライベートアドレスで、外部からは到達できないため、この例外を書いても効果はありません。IPv4 なら \`nat.forwards\` を使い、IPv6 ならホストのインターフェース ID（\`"::1234"\`）を書いてください。`,
        },
      });
    }
  },
});
