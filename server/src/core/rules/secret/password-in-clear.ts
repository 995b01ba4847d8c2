import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { freeSecretName, secretText } from '../secret-text.ts';

export const passwordInClear = defineRule({
  code: 'secret/password-in-clear',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The password of the address update stands in the file',
    ja: 'プレフィックス変更通知のパスワードがファイルにそのまま書かれている',
  },
  explanation: {
    en: `With the user name and password of the update service anybody can tell the provider that your fixed IPv4 address is somewhere else, and take it away from you. A router.yaml is meant to be kept in git and shown to others.

Write \`\${secret:NAME}\` instead. VS Code asks for the value once and keeps it in the keychain of the system; the command line reads the environment variable \`ROUTER_SPEC_SECRET_NAME\` (NAME in capitals).`,
    ja: `通知サービスのユーザー名とパスワードが知られると、固定 IP アドレスの接続先を第三者に変更され、アドレスを奪われるおそれがあります。router.yaml は git で管理したり人に見せたりするものなので、そのまま書くべきではありません。

代わりに \`\${secret:名前}\` と書いてください。VS Code では一度だけ入力を求め、OS のキーチェーンに保存します。コマンドラインでは環境変数 \`ROUTER_SPEC_SECRET_名前\`（名前は大文字）を読みます。`,
  },
  sources: [
    {
      title: 'SEIL, transix IPv4 接続（固定 IP）の設定例',
      url: 'https://seil.jp/saw-mpc/doc/ug/internet/ipoe_transix-static.html',
    },
    {
      title: 'OWASP, Secrets Management Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    },
  ],
  examples: [
    {
      bad: `
tunnel:
  method: ipip
  address: 203.0.113.5
  local-id: "::feed"
  border-relay: 2001:db8:ffff::65
  update:
    url: https://update.example.jp/notify
    user: me
    password: hunter2hunter2
`,
      good: `
tunnel:
  method: ipip
  address: 203.0.113.5
  local-id: "::feed"
  border-relay: 2001:db8:ffff::65
  update:
    url: https://update.example.jp/notify
    user: me
    password: \${secret:update}
`,
    },
  ],
  check({ document, spec, report }) {
    if (spec.tunnel?.update?.password?.kind !== 'literal') return;
    const at = ['tunnel', 'update', 'password'];
    const name = freeSecretName(document, at);
    report({
      at,
      message: {
        en: `The password stands in the file for everybody to read; with it your address can be moved away. Write \`\${secret:${name}}\` and let VS Code keep the value.`,
        ja: `パスワードがファイルにそのまま書かれています。知られると、固定 IP アドレスの接続先を変更されるおそれがあります。\`\${secret:${name}}\` と書き、値は VS Code に保存してください。`,
      },
      fixes: [
        {
          title: {
            en: `Replace by \`\${secret:${name}}\` (you are asked for the value at the next deploy)`,
            ja: `\`\${secret:${name}}\` に置き換える（値は次のデプロイ時に入力します）`,
          },
          edits: setValue(document, at, secretText(document, at, name)),
          safe: false,
        },
      ],
    });
  },
});
