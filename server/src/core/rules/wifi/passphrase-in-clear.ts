import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { radiosOf } from '../spec-values.ts';
import { freeSecretName, secretText } from '../secret-text.ts';

export const passphraseInClear = defineRule({
  code: 'wifi/passphrase-in-clear',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The Wi-Fi passphrase stands in the file',
    ja: 'Wi-Fi のパスフレーズがファイルにそのまま書かれている',
  },
  explanation: {
    en: `A router.yaml is meant to be kept in git, shown to others and put into bug reports, and the passphrase goes along; from the history of a repository it can hardly be taken out again.

Write \`\${secret:NAME}\` instead. VS Code asks for the value once and keeps it in the keychain of the system; the command line reads the environment variable \`ROUTER_SPEC_SECRET_NAME\` (NAME in capitals). A passphrase that has been published already should be changed.`,
    ja: `router.yaml は git で管理したり、人に見せたり、不具合報告に添付したりするものです。パスフレーズも一緒に公開されてしまい、リポジトリの履歴から消すのは容易ではありません。

代わりに \`\${secret:名前}\` と書いてください。VS Code では一度だけ入力を求め、OS のキーチェーンに保存します。コマンドラインでは環境変数 \`ROUTER_SPEC_SECRET_名前\`（名前は大文字）を読みます。すでに公開してしまったパスフレーズは変更してください。`,
  },
  sources: [
    {
      title: 'OWASP, Secrets Management Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    },
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: correct horse battery
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
`,
    },
    {
      bad: `
wifi:
  - { interface: wlan0, ssid: Borealis, passphrase: correct horse battery }
`,
      good: `
wifi:
  - { interface: wlan0, ssid: Borealis, passphrase: "\${secret:wifi}" }
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, passphrase } of radiosOf(context)) {
      if (passphrase?.kind !== 'literal') continue;
      const at = [...path, 'passphrase'];
      const name = freeSecretName(document, at);
      report({
        at,
        message: {
          en: `The passphrase stands in the file for everybody to read. Write \`\${secret:${name}}\` and let VS Code keep the value.`,
          ja: `パスフレーズがファイルにそのまま書かれています。\`\${secret:${name}}\` と書き、値は VS Code に保存してください。`,
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
    }
  },
});
