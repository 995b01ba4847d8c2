import { ansibleExport } from '../../deploy/ansible/export.ts';
import { say } from '../../core/text.ts';
import { EXIT, UsageError, text } from '../command.ts';
import type { Command } from '../command.ts';
import { WINDOW } from '../deploying.ts';
import { WAVE, prepareAll, refuseSameRouter, waveOf } from '../fleet.ts';
import { fromEnvironment } from '../planning.ts';
import { Refused, guarded } from '../refusal.ts';
import { writeTree } from '../write-tree.ts';

export const exportCommand: Command = {
  name: 'export',
  arguments: 'FILES…',
  count: [1, 1000],
  summary: {
    en: 'write a playbook and an inventory with which Ansible deploys the routers; sends nothing',
    ja: 'Ansible でルーターにデプロイするためのプレイブックとインベントリを書き出します（何も送信しません）',
  },
  options: {
    ansible: { type: 'boolean', summary: { en: 'for Ansible', ja: 'Ansible 用に書き出します' } },
    out: {
      type: 'string',
      value: 'DIR',
      summary: { en: 'the folder to write into', ja: '書き出し先のフォルダー' },
    },
    'include-secrets': {
      type: 'boolean',
      summary: {
        en: 'write the values of secrets, from the environment, into the bundles',
        ja: 'シークレットの値（環境変数から読み込み）をバンドルに書き込みます',
      },
    },
    wave: WAVE,
    window: WINDOW,
  },
  run: (args, io) =>
    guarded(io, async () => {
      const out = text(args, 'out');
      if (args.values.ansible !== true || out === undefined)
        throw new UsageError({
          en: 'Say for what and where to: --ansible --out DIR.',
          ja: '形式と書き出し先（--ansible --out DIR）を指定してください。',
        });
      const wave = waveOf(args);
      const secret = args.values['include-secrets'] === true;
      const members = await prepareAll(args, io, secret ? fromEnvironment(io) : refuseSecret);
      for (const { file, refused } of members)
        if (refused !== undefined) io.err(`router-spec: ${file}: ${say(refused.text, io.locale)}\n`);
      if (members.some(({ refused }) => refused !== undefined)) return EXIT.failed;
      await refuseSameRouter(members);
      const prepared = members.flatMap((member) => member.prepared ?? []);
      const { files, unpaired } = await ansibleExport(prepared, { wave, locale: io.locale });
      await writeTree(files, out);
      for (const { host, routerId } of unpaired)
        io.err(
          `${say(
            {
              en: `The host key of ${host} is not known yet, so that Ansible will not connect to it. Pair once (\`router-spec diff\`) and export again, or add the line "router-spec-${routerId} ssh-ed25519 …" to ${out}/known_hosts.`,
              ja: `${host} のホスト鍵がまだ登録されていないため、Ansible は接続しません。一度ペアリング（\`router-spec diff\`）してから書き出し直すか、${out}/known_hosts に「router-spec-${routerId} ssh-ed25519 …」の行を追加してください。`,
            },
            io.locale,
          )}\n`,
        );
      if (prepared.some(({ env }) => (env.secrets ?? []).length > 0))
        io.err(
          `${say(
            {
              en: `The files in ${out}/bundles hold secrets in clear text (mode 0600). Keep them out of version control, or encrypt them with ansible-vault.`,
              ja: `${out}/bundles のファイルにはシークレットが平文で入っています（モード 0600）。バージョン管理に入れないか、ansible-vault で暗号化してください。`,
            },
            io.locale,
          )}\n`,
        );
      return EXIT.fine;
    }),
};

/** A bundle holds what the router gets, secrets too; that is for the user to say. */
function refuseSecret({ name }: { readonly name: string }): never {
  throw new Refused({
    en: `Nothing was written: the spec uses the secret "${name}", whose value would stand in clear text in the export. Give --include-secrets if that is what you want; values come from the environment (ROUTER_SPEC_SECRET_…, in capitals).`,
    ja: `何も書き出していません。スペックがシークレット「${name}」を使っており、書き出すと値が平文で残ります。それでよければ --include-secrets を指定してください。値は環境変数（ROUTER_SPEC_SECRET_…、大文字）から読み込みます。`,
  });
}
