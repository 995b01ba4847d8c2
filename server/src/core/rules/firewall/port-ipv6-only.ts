import { formatIpv4 } from '../../net/address.ts';
import { isInSet } from '../../net/port-set.ts';
import { allowsOf } from '../firewall-values.ts';
import type { AllowEntry } from '../firewall-values.ts';
import { describePorts } from '../port-text.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { methodPath } from '../spec-values.ts';

/** The port of the router that an entry opens to the internet, where it opens one. */
function openedPort({ from, to, service, port }: AllowEntry): { port: number; key: string } | undefined {
  if (from !== 'wan' || to !== undefined) return undefined;
  if (service === 'http') return { port: 80, key: 'service' };
  if (service === 'https') return { port: 443, key: 'service' };
  return service === undefined && port !== undefined ? { port, key: 'port' } : undefined;
}

export const portIpv6Only = defineRule({
  code: 'firewall/port-ipv6-only',
  severity: 'hint',
  certainty: 'hint',
  title: {
    en: 'The port is opened for IPv6 alone',
    ja: 'このポートは IPv6 でしか開かない',
  },
  explanation: {
    en: 'The firewall opens a port of the router for IPv4 and IPv6. But on a line with a shared IPv4 address only the ports of its set arrive over IPv4; packets to any other go to another subscriber (MAP-E) or end at the provider (DS-Lite). Over IPv6 the port is open all the same, which may be all that is wanted. To be reached by IPv4 too, use a port of the set.',
    ja: 'ファイアウォールの設定は IPv4 と IPv6 の両方に効きます。ただし IPv4 アドレスを共有する回線では、IPv4 で届くのは割り当てられたポート宛てだけです。それ以外は別の加入者に届くか（MAP-E）、事業者のところで止まります（DS-Lite）。IPv6 では開くので、それで十分なこともあります。IPv4 でも接続したい場合は、割り当てられたポートを使ってください。',
  },
  sources: [rfc(7597, '5.1'), rfc(6333, '4.2')],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus

firewall:
  allow:
    - { service: ssh, from: lan }
    - { service: https, from: wan }
`,
      good: `
tunnel:
  provider: v6plus

firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 5474, from: wan }
`,
    },
  ],
  check({ document, spec, line, report }) {
    const { ce } = line;
    const sshd = spec.deploy?.port ?? 22;
    for (const entry of allowsOf(spec)) {
      const opened = openedPort(entry);
      // What should not be open at all is the matter of another rule.
      if (opened === undefined || [53, 67, 123, sshd].includes(opened.port)) continue;
      const at = [...entry.path, opened.key];
      if (line.method === 'ds-lite') {
        report({
          at,
          message: {
            en: `On this DS-Lite line port ${opened.port} opens for IPv6 alone: over IPv4 nothing can connect from outside.`,
            ja: `この DS-Lite の回線では、ポート ${opened.port} は IPv6 でしか開きません。IPv4 では外部から接続できません。`,
          },
          related: [
            {
              at: methodPath(document),
              message: { en: 'This line is DS-Lite.', ja: 'この回線は DS-Lite です。' },
            },
          ],
        });
      } else if (ce !== undefined && ce.psidLength > 0 && !isInSet(ce.portRanges, opened.port)) {
        const ports = describePorts(ce.portRanges);
        report({
          at,
          message: {
            en: `Port ${opened.port} opens for IPv6 alone: over IPv4 only ${ports.en} of ${formatIpv4(ce.ceIpv4)} arrive on this line.`,
            ja: `ポート ${opened.port} は IPv6 でしか開きません。IPv4 でこの回線に届くのは、${formatIpv4(ce.ceIpv4)} の ${ports.ja}だけです。`,
          },
          related: [
            {
              at: ['wan', 'prefix'],
              message: {
                en: 'The ports follow from this prefix.',
                ja: 'ポートはこのプレフィックスから決まります。',
              },
            },
          ],
        });
      }
    }
  },
});
