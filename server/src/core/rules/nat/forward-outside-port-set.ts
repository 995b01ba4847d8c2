import { formatIpv4 } from '../../net/address.ts';
import { isInSet } from '../../net/port-set.ts';
import { moveToPort } from '../forward-ports.ts';
import { describePorts, nearestFreePort } from '../port-text.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { forwardsOf } from '../spec-values.ts';

export const forwardOutsidePortSet = defineRule({
  code: 'nat/forward-outside-port-set',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: "The forwarded port is not one of the line's",
    ja: '転送するポートが、この回線に割り当てられていない',
  },
  explanation: {
    en: `In MAP-E many subscribers share one IPv4 address, and each has some of its ports; which ones follows from the IPv6 prefix. The provider sends a packet to the subscriber who has its port. A packet to any other port goes to somebody else, or to nobody: the lowest ports (below 4096 on v6プラス, below 1024 on OCN), with SSH, HTTP and HTTPS among them, belong to no subscriber at all. No setting of the router can change that.

Forward a port of the set, and give that port to whoever connects from outside (\`https://example.jp:5472/\`). A service that needs its standard port can be reached by IPv6 (\`firewall.allow\`), or with a contract for a fixed IPv4 address.`,
    ja: `MAP-E では多くの加入者が 1 つの IPv4 アドレスを共有し、それぞれに一部のポートが割り当てられています。どのポートかは IPv6 プレフィックスから決まり、事業者はパケットを宛先ポートの持ち主に送ります。それ以外のポート宛てのパケットは、ほかの加入者に届くか、誰にも届きません。SSH、HTTP、HTTPS を含む小さい番号のポート（v6プラスは 4096 未満、OCN は 1024 未満）は、どの加入者にも割り当てられていません。これはルーターの設定では変えられません。

割り当てられたポートを転送し、外部からはそのポートを指定して接続してください（\`https://example.jp:5472/\` など）。標準のポートが必要なサービスは、IPv6（\`firewall.allow\`）か、固定 IP の契約で公開できます。`,
  },
  sources: [rfc(7597, '5.1'), rfc(7597, '8.1')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

tunnel:
  provider: v6plus

nat:
  forwards:
    - tcp 5472 -> nas:22
    - tcp 5470 -> nas:443
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

tunnel:
  provider: v6plus

nat:
  forwards:
    - tcp 5472 -> nas:22
    - tcp 5473 -> nas:443
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

tunnel:
  provider: v6plus

nat:
  forwards:
    - { protocol: tcp, port: 443, to: nas:443 } # web server
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

tunnel:
  provider: v6plus

nat:
  forwards:
    - { protocol: tcp, port: 5472, to: nas:443 } # web server
`,
    },
  ],
  check({ document, spec, line, report }) {
    const { ce } = line;
    if (ce === undefined || ce.psidLength === 0) return;
    const forwards = forwardsOf(spec);
    const ports = describePorts(ce.portRanges);
    const address = formatIpv4(ce.ceIpv4);
    const lowest = ce.portRanges[0]?.first ?? 0;
    // Each fix takes another port, so that all of them can be applied.
    const taken = new Set(forwards.flatMap(({ port }) => (port === undefined ? [] : [port])));
    for (const { path, port } of forwards) {
      if (port === undefined || isInSet(ce.portRanges, port)) continue;
      const at = [...path, 'port'];
      const free = nearestFreePort(ce.portRanges, port, taken);
      if (free !== undefined) taken.add(free);
      const nobody =
        line.rule !== undefined && port < 2 ** (16 - line.rule.value.psidOffset) && port < lowest;
      report({
        at,
        message: nobody
          ? {
              en: `Port ${port} belongs to no subscriber of ${address}, so nothing sent to it arrives here. This line has ${ports.en}.`,
              ja: `ポート ${port} は ${address} のどの加入者にも割り当てられていないため、宛てられたパケットは届きません。この回線のポートは ${ports.ja}です。`,
            }
          : {
              en: `Port ${port} is not one of this line's: packets to it go to another subscriber who shares ${address}. This line has ${ports.en}.`,
              ja: `ポート ${port} はこの回線のものではなく、宛てられたパケットは ${address} を共有する別の加入者に届きます。この回線のポートは ${ports.ja}です。`,
            },
        related: [
          {
            at: ['wan', 'prefix'],
            message: {
              en: `The ports follow from this prefix (PSID ${ce.psid ?? 0}).`,
              ja: `ポートはこのプレフィックスから決まります（PSID ${ce.psid ?? 0}）。`,
            },
          },
        ],
        fixes: moveToPort(document, at, port, free),
      });
    }
  },
});
