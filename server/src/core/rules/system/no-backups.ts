import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';

export const noBackups = defineRule({
  code: 'system/no-backups',
  severity: 'warning',
  certainty: 'likely',
  title: { en: 'No earlier configuration is kept', ja: '以前の設定が 1 つも残らない' },
  explanation: {
    en: 'Each `lbu commit` replaces the archive from which a diskless Alpine boots. With `backups` the ones before it stay on the medium, and `lbu revert` or a serial console brings one of them back when a change turns out to be bad only after it was saved. With 0 there is no way back. An archive has some ten kilobytes; keep three or more.',
    ja: '`lbu commit` は、ディスクレスの Alpine が起動時に読み込むアーカイブを置き換えます。`backups` を設定しておくと以前のアーカイブがメディアに残り、保存後に問題が見つかったときも `lbu revert` やシリアルコンソールから元に戻せます。0 では戻す手段がありません。アーカイブは数十キロバイト程度なので、3 つ以上残しておくことをお勧めします。',
  },
  sources: [
    {
      title: 'lbu.conf, BACKUP_LIMIT',
      url: 'https://gitlab.alpinelinux.org/alpine/alpine-conf/-/blob/master/lbu.conf',
    },
  ],
  examples: [
    {
      bad: `
system:
  lbu: { media: sda1, backups: 0 }
`,
      good: `
system:
  lbu: { media: sda1, backups: 3 }
`,
    },
  ],
  check({ document, spec, report }) {
    if (spec.system?.lbu?.backups !== 0) return;
    const at = ['system', 'lbu', 'backups'];
    report({
      at,
      message: {
        en: 'No earlier configuration stays on the medium, so there is no way back from a bad one. Keep at least 3.',
        ja: '以前の設定がメディアに残らず、問題があっても元に戻せません。3 つ以上残してください。',
      },
      fixes: [{ title: { en: 'Keep 3', ja: '3 つ残す' }, edits: setValue(document, at, '3'), safe: true }],
    });
  },
});
