import { removeEntry } from '../../spec/edit.ts';
import { bridgeName, lanIpv6Mode } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleFix } from '../rule.ts';
import { ipSysctl, kernelBridge } from '../sources.ts';
import { indexed } from '../spec-values.ts';
import { interfaceSettings } from '../sysctl-keys.ts';
import type { InterfaceSetting } from '../sysctl-keys.ts';

export const acceptRaBridgePort = defineRule({
  code: 'sysctl/accept-ra-bridge-port',
  severity: 'warning',
  certainty: 'certain',
  title: {
    en: 'A port of the bridge hears no router advertisements',
    ja: 'ブリッジのポートは RA を受け取らない',
  },
  explanation: {
    en: `Once a port is a member of a bridge, its packets belong to the bridge: addresses, routes and router advertisements are those of \`br0\`, not of \`eth0\`. \`accept_ra\` of a member is never looked at. With \`lan.ipv6: bridge\` the WAN port is a member, too.

Set the key for the bridge. (The generated files already set 2 there.)`,
    ja: `ブリッジに参加したポートのパケットは、ブリッジで処理されます。アドレスも経路も RA も \`eth0\` ではなく \`br0\` のものになり、ポート側の \`accept_ra\` は参照されません。\`lan.ipv6: bridge\` では WAN ポートもブリッジのメンバーです。

ブリッジのキーとして指定してください（生成される設定では、すでに 2 になっています）。`,
  },
  sources: [ipSysctl('accept_ra'), kernelBridge('a port has no layer 3 of its own')],
  examples: [
    {
      bad: `
sysctl:
  net.ipv6.conf.eth0.accept_ra: 2
`,
      good: `
sysctl:
  net.ipv6.conf.br0.accept_ra: 2
`,
    },
  ],
  check(context) {
    const { spec, report } = context;
    const wan = spec.wan?.interface;
    const bridge = bridgeName(context);
    if (bridge === undefined) return;
    const ports = indexed(spec.lan?.ports).map(([, port]) => port);
    const members = [...ports, ...(lanIpv6Mode(context) === 'bridge' && wan !== undefined ? [wan] : [])];
    for (const each of interfaceSettings(spec, 'ipv6', 'accept_ra')) {
      if (!members.includes(each.interface)) continue;
      report({
        at: each.path,
        on: 'key',
        message: {
          en: `\`${each.interface}\` is a port of \`${bridge}\`, which hears the advertisements in its place: this setting has no effect.`,
          ja: `\`${each.interface}\` は \`${bridge}\` のポートで、RA は \`${bridge}\` が受け取ります。この設定には効果がありません。`,
        },
        fixes: [forBridge(context, each, bridge)],
      });
    }
  },
});

/** The same setting for the bridge; where that stands already, the one of the port goes. */
function forBridge(context: RuleContext, setting: InterfaceSetting, bridge: string): RuleFix {
  const { document, spec } = context;
  const entry = document.entry(setting.path);
  const taken = interfaceSettings(spec, 'ipv6', 'accept_ra').some((each) => each.interface === bridge);
  if (taken || entry?.key === undefined || entry.aliased) {
    return {
      title: { en: 'Remove the setting', ja: 'この設定を削除' },
      edits: removeEntry(document, setting.path),
    };
  }
  const written = document.text.slice(entry.key.start, entry.key.end);
  const at = written.indexOf(setting.interface);
  const start = entry.key.start + at;
  return {
    title: { en: `Set it for \`${bridge}\``, ja: `\`${bridge}\` の設定に変更` },
    edits: at < 0 ? undefined : [{ span: { start, end: start + setting.interface.length }, newText: bridge }],
  };
}
