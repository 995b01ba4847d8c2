import type { Router } from '../../derive/router.ts';
import type { Locale } from '../../text.ts';
import { say } from '../../text.ts';
import { GENERATED } from '../generated.ts';
import { LineWriter } from '../rendered-file.ts';
import type { RenderedFile } from '../rendered-file.ts';
import { FROM } from '../sources.ts';
import { addBlocks } from './blocks.ts';
import { machineOf } from './machine.ts';
import { mediumBlocks } from './medium.ts';
import { systemBlocks } from './system.ts';

export const INSTALL_GUIDE_PATH = 'INSTALL.md';

/** The way from a blank disk to the first deploy, with this router's own values. Shown, never deployed. */
export function renderInstallGuide(router: Router, locale: Locale): RenderedFile {
  const machine = machineOf(router);
  const lines = new LineWriter();
  lines.add(`<!-- ${GENERATED} Change router.yaml instead of this text. -->`).add('');
  lines.add(
    say({ en: `# Installing ${machine.hostname}`, ja: `# ${machine.hostname} のインストール` }, locale),
    FROM.hostname,
  );
  lines.add('');
  lines.add(
    say(
      {
        en: 'From a blank disk to the first deploy, for a machine with a BIOS and an x86_64 processor.',
        ja: '空のディスクから最初のデプロイまでの手順です（BIOS・x86_64 のマシン向け）。',
      },
      locale,
    ),
  );
  addBlocks(lines, [...mediumBlocks(router, machine), ...systemBlocks(router, machine)], locale);
  return {
    path: INSTALL_GUIDE_PATH,
    mode: 0o644,
    language: 'markdown',
    lines: lines.lines,
    deployed: false,
  };
}
