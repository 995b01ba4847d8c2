import { equalAddress, parseIpv4 } from '../../net/address.ts';
import { appendItem } from '../../spec/edit.ts';
import { allowsOf, sshPortOf } from '../firewall-values.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { isWhole, valueOr } from '../spec-values.ts';

/** Whether the router is deployed to by its LAN address, as far as the spec says. */
function deploysOverLan({ spec }: RuleContext): boolean {
  const host = parseIpv4(spec.deploy?.host ?? '');
  const router = spec.lan?.address?.address;
  return host.ok && router !== undefined && equalAddress(host.value, router);
}

export const sshUnreachable = defineRule({
  code: 'firewall/ssh-unreachable',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The firewall shuts out SSH, and with it the deploy',
    ja: 'ファイアウォールが SSH を遮断し、デプロイできなくなる',
  },
  explanation: {
    en: `A list under \`firewall.allow\` replaces the default one, which has SSH from the LAN in it. Without an entry for SSH nobody can log in to the router any more, and no later deploy reaches it; \`nft\` has no objection to such a rule set. (A deploy notices that its confirmation does not get through, and rolls back; but the change then never takes hold.)

Keep SSH from the LAN in the list.`,
    ja: `\`firewall.allow\` にリストを書くと既定のリスト（LAN からの SSH を含みます）は使われなくなります。SSH の項目がなければ誰もルーターにログインできず、以後のデプロイも届きません。\`nft\` はこのようなルールセットでもエラーにしません（デプロイ時には確認が届かないことを検知して元に戻りますが、その変更はいつまでも反映されません）。

LAN からの SSH をリストに残してください。`,
  },
  sources: [
    {
      title: 'nft(8): `--check` tests whether rules can be loaded, not whom they lock out',
      url: 'https://www.netfilter.org/projects/nftables/manpage.html',
    },
  ],
  examples: [
    {
      bad: `
firewall:
  inbound-ipv6: deny
  allow:
    - { service: ping, from: lan }
`,
      good: `
firewall:
  inbound-ipv6: deny
  allow:
    - { service: ping, from: lan }
    - { service: ssh, from: lan }
`,
    },
    {
      bad: `
firewall:
  allow: []
`,
      good: `
firewall:
  allow: [{ service: ssh, from: lan }]
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const allow = spec.firewall?.allow;
    const sshd = valueOr(document, ['deploy', 'port'], spec.deploy?.port, 22);
    // An entry that could not be read may be the one.
    if (allow === undefined || !isWhole(allow) || sshd === undefined) return;
    const entries = allowsOf(spec);
    if (entries.some(({ path }) => document.childrenOf(path).some((child) => isUnread(context, child.path))))
      return;
    const ways = entries.flatMap((entry) => {
      const port = sshPortOf(entry, sshd);
      return port === undefined ? [] : [{ ...entry, opens: port }];
    });
    if (ways.some(({ from, opens }) => opens === sshd && (from === 'lan' || !deploysOverLan(context))))
      return;
    // SSH on another port is the matter of `firewall/ssh-port-mismatch`.
    if (ways.some(({ service, from }) => service === 'ssh' && from === 'lan')) return;
    const at = ['firewall', 'allow'];
    report({
      at,
      on: 'key',
      message: {
        en: `No entry allows SSH (TCP ${sshd}) from the LAN: after this deploy nobody can log in to the router.`,
        ja: `LAN からの SSH（TCP ${sshd}）を許可する項目がありません。デプロイ後は誰もルーターにログインできなくなります。`,
      },
      fixes: [
        {
          title: { en: 'Allow SSH from the LAN', ja: 'LAN からの SSH を許可する' },
          edits: appendItem(document, at, '{ service: ssh, from: lan }'),
        },
      ],
    });
  },
});

/** Whether a value of an entry stands in the text and could not be read. */
function isUnread({ document, spec }: RuleContext, path: readonly (string | number)[]): boolean {
  const index = path[2];
  const key = path[3];
  if (typeof index !== 'number' || typeof key !== 'string') return false;
  const entry: Readonly<Record<string, unknown>> = { ...spec.firewall?.allow?.[index] };
  return document.entry(path) !== undefined && entry[key] === undefined;
}
