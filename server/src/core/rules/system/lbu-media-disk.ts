import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';

/** Names of whole disks, and what comes between their name and the number of a partition. */
const DISKS: readonly { readonly pattern: RegExp; readonly glue: string }[] = [
  { pattern: /^(?:sd|hd|vd|xvd)[a-z]{1,2}$/, glue: '' },
  { pattern: /^(?:nvme\d+n\d+|mmcblk\d+)$/, glue: 'p' },
];

export const lbuMediaDisk = defineRule({
  code: 'system/lbu-media-disk',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The medium is a whole disk, not a partition',
    ja: '保存先がパーティションではなくディスク全体になっている',
  },
  explanation: {
    en: `On a diskless Alpine \`lbu commit\` mounts the medium under \`/media/NAME\` and writes the archive of \`/etc\` to it. The file system is on a partition (\`sda1\`, \`nvme0n1p1\`, \`mmcblk0p1\`); the name of the whole disk cannot be mounted, the commit fails, and after the next boot every change is gone. \`blkid\` lists the partitions.

Only a stick that was formatted without a partition table has its file system on the whole disk; then suppress this.`,
    ja: `ディスクレスの Alpine では、\`lbu commit\` が保存先を \`/media/名前\` にマウントし、\`/etc\` のアーカイブを書き込みます。ファイルシステムがあるのはパーティション（\`sda1\`、\`nvme0n1p1\`、\`mmcblk0p1\`）で、ディスク全体の名前ではマウントできません。保存に失敗し、再起動するとすべての変更が失われます。パーティションは \`blkid\` で確認できます。

パーティションテーブルなしでフォーマットした USB メモリーに限り、ディスク全体にファイルシステムがあります。その場合はこの指摘を抑制してください。`,
  },
  sources: [
    {
      title: 'Alpine Linux wiki, Alpine local backup',
      url: 'https://wiki.alpinelinux.org/wiki/Alpine_local_backup',
    },
    {
      title: 'lbu.conf, LBU_MEDIA',
      url: 'https://gitlab.alpinelinux.org/alpine/alpine-conf/-/blob/master/lbu.conf',
    },
  ],
  examples: [
    {
      bad: `
system:
  lbu: { media: sda, backups: 10 }
`,
      good: `
system:
  lbu: { media: sda1, backups: 10 }
`,
    },
    {
      bad: `
system:
  lbu:
    media: mmcblk0
`,
      good: `
system:
  lbu:
    media: mmcblk0p1
`,
    },
  ],
  check({ document, spec, report }) {
    const media = spec.system?.lbu?.media;
    const disk = media === undefined ? undefined : DISKS.find(({ pattern }) => pattern.test(media));
    if (media === undefined || disk === undefined) return;
    const at = ['system', 'lbu', 'media'];
    const partition = `${media}${disk.glue}1`;
    report({
      at,
      message: {
        en: `\`${media}\` is the whole disk; the file system is on a partition, such as \`${partition}\`. Saving would fail.`,
        ja: `\`${media}\` はディスク全体です。ファイルシステムは \`${partition}\` のようなパーティションにあるため、このままでは保存に失敗します。`,
      },
      fixes: [
        {
          title: { en: `Change to \`${partition}\``, ja: `\`${partition}\` に変更` },
          edits: setValue(document, at, partition),
        },
      ],
    });
  },
});
