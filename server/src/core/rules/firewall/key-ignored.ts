import { removeEntry } from '../../spec/edit.ts';
import { allowsOf } from '../firewall-values.ts';
import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

export const keyIgnored = defineRule({
  code: 'firewall/key-ignored',
  severity: 'warning',
  certainty: 'certain',
  title: { en: 'A key of the exception has no effect', ja: '例外の中に効果のないキーがある' },
  explanation: {
    en: `An exception says what may come in by a \`service\`, or by a \`protocol\` with a \`port\`.

- A service has its own port and protocol: with \`service: https\` it is TCP 443, whatever stands beside it. (SSH alone takes a port, for an sshd that listens on another one.) For another port leave the service out: \`{ protocol: tcp, port: 8443, from: wan }\`.
- A protocol without a port does not narrow the exception: everything is let in. Name the port.`,
    ja: `例外で許可するものは、\`service\` か、\`protocol\` と \`port\` の組で指定します。

- サービスのポートとプロトコルは決まっています。\`service: https\` なら、横に何を書いても TCP 443 です（SSH だけは、別のポートで待ち受ける sshd のために \`port\` を指定できます）。別のポートを開けるには、サービスを書かずに \`{ protocol: tcp, port: 8443, from: wan }\` とします。
- ポートのない \`protocol\` では対象が絞られず、すべて許可されます。ポートを指定してください。`,
  },
  sources: [routerYaml('`firewall.allow`')],
  examples: [
    {
      bad: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { service: http, port: 8080, from: lan }
`,
      good: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 8080, from: lan }
`,
    },
    {
      bad: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, to: "::1234", from: wan }
`,
      good: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: "::1234", from: wan }
`,
    },
  ],
  check({ document, spec, report }) {
    for (const { path, service, protocol, port, from, to } of allowsOf(spec)) {
      if (service === undefined) {
        const portWritten = document.entry([...path, 'port']) !== undefined;
        const serviceWritten = document.entry([...path, 'service']) !== undefined;
        // That the whole router is open is said by `firewall/open-service`.
        if (protocol === undefined || portWritten || serviceWritten || (from === 'wan' && to === undefined))
          continue;
        report({
          at: [...path, 'protocol'],
          message: {
            en: `Without a port \`protocol: ${protocol}\` narrows nothing: everything is let in. Name the port.`,
            ja: `ポートがないと \`protocol: ${protocol}\` では対象が絞られず、すべて許可されます。ポートを指定してください。`,
          },
        });
        continue;
      }
      const values = { port: service === 'ssh' ? undefined : port, protocol };
      for (const key of ['port', 'protocol'] as const) {
        if (values[key] === undefined) continue;
        const at = [...path, key];
        report({
          at,
          message: {
            en: `\`service: ${service}\` has its own port and protocol; \`${key}: ${values[key]}\` has no effect.`,
            ja: `\`service: ${service}\` のポートとプロトコルは決まっているため、\`${key}: ${values[key]}\` に効果はありません。`,
          },
          related: [{ at: [...path, 'service'], message: { en: 'The service.', ja: 'サービスです。' } }],
          fixes: [
            {
              title: { en: `Remove \`${key}\``, ja: `\`${key}\` を削除` },
              edits: removeEntry(document, at),
              preferred: false,
            },
          ],
          unnecessary: true,
        });
      }
    }
  },
});
