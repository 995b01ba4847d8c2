import { removeEntry, setValue } from '../../spec/edit.ts';
import { allowsOf, sshPortOf } from '../firewall-values.ts';
import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

export const sshPortMismatch = defineRule({
  code: 'firewall/ssh-port-mismatch',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The firewall opens another SSH port than sshd has',
    ja: 'ファイアウォールで開く SSH のポートが sshd と異なる',
  },
  explanation: {
    en: `\`deploy.port\` is the port on which sshd of the router listens and to which a deploy connects. An exception for SSH with a different port opens a port on which nobody listens, and leaves the right one closed: nobody can log in any more.

\`{ service: ssh, from: lan }\` without a port always means the port of sshd.`,
    ja: `\`deploy.port\` は、ルーターの sshd が待ち受け、デプロイが接続するポートです。SSH の例外に別のポートを書くと、誰も待ち受けていないポートが開き、本来のポートは閉じたままになるため、ログインできなくなります。

ポートを書かずに \`{ service: ssh, from: lan }\` とすれば、常に sshd のポートを指します。`,
  },
  sources: [
    routerYaml('`deploy.port`'),
    { title: 'sshd_config(5), Port', url: 'https://man.openbsd.org/sshd_config' },
  ],
  examples: [
    {
      bad: `
firewall:
  allow:
    - { service: ssh, port: 2222, from: lan }

deploy:
  port: 22
`,
      good: `
firewall:
  allow:
    - { service: ssh, from: lan }

deploy:
  port: 22
`,
    },
  ],
  check({ document, spec, report }) {
    const sshd = spec.deploy?.port ?? 22;
    if (spec.deploy?.port === undefined && document.entry(['deploy', 'port']) !== undefined) return;
    const entries = allowsOf(spec);
    if (entries.some((entry) => entry.from === 'lan' && sshPortOf(entry, sshd) === sshd)) return;
    for (const { path, service, from, port, to } of entries) {
      if (service !== 'ssh' || from !== 'lan' || to !== undefined || port === undefined) continue;
      const at = [...path, 'port'];
      report({
        at,
        message: {
          en: `This opens port ${port}, but sshd listens on ${sshd}: nobody could log in any more.`,
          ja: `ここで開くのはポート ${port} ですが、sshd はポート ${sshd} で待ち受けています。ログインできなくなります。`,
        },
        related: [
          {
            at: ['deploy', 'port'],
            message: { en: `sshd listens on ${sshd}.`, ja: `sshd のポートは ${sshd} です。` },
          },
        ],
        fixes: [
          {
            title: { en: 'Open the port of sshd', ja: 'sshd のポートを開ける' },
            edits: removeEntry(document, at),
          },
          {
            title: { en: `sshd listens on ${port}`, ja: `sshd はポート ${port} で待ち受けている` },
            edits: setValue(document, ['deploy', 'port'], String(port)),
          },
        ],
      });
    }
  },
});
