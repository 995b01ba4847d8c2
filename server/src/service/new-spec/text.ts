import { sshHost, sshUser } from '../../core/spec/schema/deploy.ts';
import { linePrefix } from '../../core/spec/scalars-net.ts';
import { partition, release } from '../../core/spec/schema/system.ts';
import { parseRouterAddress } from '../../core/survey/address.ts';
import type { RouterFacts } from '../../core/survey/facts.ts';
import type { Locale } from '../../core/text.ts';
import { sayIn } from '../options.ts';
import type { Say } from '../options.ts';
import { accessPointLines } from './radio-steps.ts';
import { canonical } from './steps-shared.ts';
import type { Answers } from './steps-shared.ts';

/** `key: value`, and a comment behind it. */
const line = (key: string, value: string, why = ''): string =>
  `${key}: ${value}${why === '' ? '' : ` # ${why}`}`;

/** A value that no YAML reader takes for anything but a text. */
const quoted = (value: string): string =>
  /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9._-]*$|^\d+(?:\.\d+){3}$/i.test(value)
    ? value
    : JSON.stringify(value);

/** What kind of machine the router is, where it was asked; its own release keeps packages of two apart. */
function systemLines(facts: RouterFacts | undefined): string[] {
  const of = canonical(release)(facts?.release ?? '');
  const media = canonical(partition)(facts?.media ?? '');
  const lines = [
    ...(of.ok ? [line('  release', of.value)] : []),
    ...(media.ok ? [line('  lbu', `{ media: ${media.value} }`)] : []),
  ];
  return lines.length === 0 ? [] : ['system:', ...lines, ''];
}

/** How the router was reached is how it is deployed. */
function deployLines(facts: RouterFacts | undefined): string[] {
  const parsed = parseRouterAddress(facts?.address ?? '');
  if (!parsed.ok) return [];
  const { host, user, port } = parsed.value;
  return [
    '',
    'deploy:',
    line('  host', quoted(sshHost.format(host))),
    ...(user === 'root' ? [] : [line('  user', quoted(sshUser.format(user)))]),
    ...(port === undefined ? [] : [line('  port', String(port))]),
  ];
}

/** Where a prefix can be looked up: one that is delegated stands on no port as it is. */
function whereFrom(prefix: string, t: Say): string {
  const parsed = linePrefix.parse(prefix);
  return parsed.ok && parsed.value.length < 64
    ? t('from the DHCPv6 lease or the contract', 'DHCPv6-PD の割り当て、または契約内容で確認')
    : t('from `ip -6 addr` on that port', 'このポートの `ip -6 addr` で確認');
}

/** A router.yaml of answers in canonical form, with comments in the user's language. */
export function specText(answers: Answers, locale: Locale, facts?: RouterFacts): string {
  const t = sayIn(locale);
  const of = (id: string): string => answers[id] ?? '';
  const tunnel =
    of('provider') === 'custom'
      ? [
          line('  border-relay', of('border-relay')),
          '  rule:',
          line('    ipv6-prefix', of('rule-ipv6-prefix')),
          line('    ipv4-prefix', of('rule-ipv4-prefix')),
          line('    ea-length', of('rule-ea-length')),
          line('    psid-offset', of('rule-psid-offset')),
        ]
      : [];
  const access = accessPointLines(answers, facts);
  return [
    t(
      '# Hover over any key to see what it means; completion offers the others. Nothing reaches a router until you deploy.',
      '# キーにマウスを重ねると説明が出ます。ほかのキーは補完で追加できます。デプロイするまでルーターには何も送りません。',
    ),
    'version: 1',
    line('hostname', of('hostname')),
    '',
    ...systemLines(facts),
    'wan:',
    line('  interface', of('wan'), t('the port that the ONU is plugged into', 'ONU をつなぐポート')),
    line('  prefix', of('prefix'), whereFrom(of('prefix'), t)),
    '',
    t(
      '# IPv4 over IPv6. What follows from the prefix is computed: see the lines above `tunnel:`.',
      '# IPv4 over IPv6。プレフィックスから決まる値は `tunnel:` の上に表示されます。',
    ),
    'tunnel:',
    line('  provider', of('provider')),
    ...tunnel,
    '',
    'lan:',
    line('  ports', `[${of('ports').split(' ').join(', ')}]`),
    line('  address', of('lan'), t("the router's own address", 'ルーター自身のアドレス')),
    t('  dhcp: # the upper half of the subnet is handed out', '  dhcp: # サブネットの後半を割り当てます'),
    '    lease: 12h',
    '',
    t(
      '# The firewall is on: besides DNS and DHCP, only what stands here may reach the router itself from the LAN.',
      '# ファイアウォールは有効です。LAN からルーター自身への通信は、DNS と DHCP のほか、ここに書いたものだけを許可します。',
    ),
    'firewall:',
    '  allow:',
    '    - { service: ssh, from: lan }',
    '    - { service: ping, from: lan }',
    ...(access.length === 0 ? [] : ['', ...access]),
    ...deployLines(facts),
    '',
  ].join('\n');
}
