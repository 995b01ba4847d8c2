import { setValue } from '../../spec/edit.ts';
import type { Text } from '../../text.ts';
import { allowsOf } from '../firewall-values.ts';
import type { AllowEntry } from '../firewall-values.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

type Open = 'dns' | 'dhcp' | 'ntp' | 'ssh' | 'all';

const WHY: Readonly<Record<Open, Text>> = {
  dns: {
    en: 'A resolver that answers the whole internet is used to flood others (open resolver).',
    ja: 'インターネット全体に応答する DNS サーバー（オープンリゾルバー）は、他者への攻撃に悪用されます。',
  },
  dhcp: {
    en: 'DHCP is for the LAN; toward the provider it answers hosts that are not yours.',
    ja: 'DHCP は LAN のためのものです。事業者側に開くと、自分のものではない機器に応答してしまいます。',
  },
  ntp: {
    en: 'A time server that answers the whole internet is used to flood others.',
    ja: 'インターネット全体に応答する NTP サーバーは、他者への攻撃に悪用されます。',
  },
  ssh: {
    en: 'Passwords are tried on it all day. Allow it from the LAN, or reach the router through a VPN; if it has to be open, allow keys alone in sshd (`PasswordAuthentication no`).',
    ja: '常にパスワード総当たり攻撃にさらされます。LAN からだけ許可するか、VPN 経由で接続してください。どうしても開ける場合は、sshd で鍵認証だけを許可してください（`PasswordAuthentication no`）。',
  },
  all: {
    en: 'The entry names no service and no port, so it opens every port of the router.',
    ja: 'サービスもポートも指定していないため、ルーターの全ポートを開けることになります。',
  },
};

/** What an entry opens to the internet that should not be; undefined where it is fine. */
function opened({ from, to, service, protocol, port }: AllowEntry, sshd: number): Open | undefined {
  if (from !== 'wan' || to !== undefined) return undefined;
  if (service !== undefined)
    return service === 'dns' || service === 'dhcp' || service === 'ntp' || service === 'ssh'
      ? service
      : undefined;
  if (port === undefined) return 'all';
  if (port === 53) return 'dns';
  if (port === sshd && protocol !== 'udp') return 'ssh';
  if (protocol === 'tcp') return undefined;
  return port === 67 ? 'dhcp' : port === 123 ? 'ntp' : undefined;
}

export const openService = defineRule({
  code: 'firewall/open-service',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'A service of the router is open to the internet',
    ja: 'ルーターのサービスがインターネットに公開されている',
  },
  explanation: {
    en: `\`from: wan\` lets the whole internet in, by IPv6, and by IPv4 where the port is one of the line's. DNS, DHCP and NTP are for the LAN alone: open to everybody they are used to flood others, and providers cut such lines off. SSH is tried with passwords all day.

Use \`from: lan\`. To reach the router from elsewhere, a VPN is the better way.`,
    ja: `\`from: wan\` は、インターネット全体からの接続を許可します（IPv6 のほか、回線に割り当てられたポートなら IPv4 も）。DNS、DHCP、NTP は LAN のためのサービスです。公開すると他者への攻撃に悪用され、事業者に回線を止められることもあります。SSH は常にパスワード総当たり攻撃にさらされます。

\`from: lan\` にしてください。外部からルーターに接続したい場合は、VPN のほうが安全です。`,
  },
  sources: [
    rfc(5358),
    { title: 'sshd_config(5), PasswordAuthentication', url: 'https://man.openbsd.org/sshd_config' },
  ],
  examples: [
    {
      bad: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { service: dns, from: wan }
`,
      good: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { service: dns, from: lan }
`,
    },
    {
      bad: `
firewall:
  allow:
    - service: ssh
      from: wan
`,
      good: `
firewall:
  allow:
    - service: ssh
      from: lan
`,
    },
  ],
  check({ document, spec, report }) {
    for (const entry of allowsOf(spec)) {
      const what = opened(entry, spec.deploy?.port ?? 22);
      if (what === undefined) continue;
      const at = [...entry.path, 'from'];
      report({
        at,
        message: {
          en: `This opens ${what === 'all' ? 'the router' : what.toUpperCase()} to the internet. ${WHY[what].en}`,
          ja: `${what === 'all' ? 'ルーター' : `${what.toUpperCase()} `}がインターネットに公開されます。${WHY[what].ja}`,
        },
        fixes: [
          {
            title: { en: 'Allow it from the LAN alone', ja: 'LAN からだけ許可する' },
            edits: setValue(document, at, 'lan'),
          },
        ],
      });
    }
  },
});
