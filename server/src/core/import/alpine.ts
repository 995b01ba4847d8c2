import type { Draft, InputFile } from './draft.ts';
import { keyValue, linesOf, unquoted } from './lines.ts';
import { BY_ITSELF } from './reasons.ts';

/** /etc/hostname. */
export function importHostname(file: InputFile, draft: Draft): void {
  for (const line of linesOf(file)) draft.take(line, ['hostname'], line.text);
}

/** /etc/lbu/lbu.conf, a shell file of assignments. */
export function importLbu(file: InputFile, draft: Draft): void {
  for (const line of linesOf(file)) {
    const { key, value } = keyValue(line) ?? { key: '', value: '' };
    if (key === 'LBU_MEDIA') draft.take(line, ['system', 'lbu', 'media'], unquoted(value));
    else if (key === 'BACKUP_LIMIT') draft.take(line, ['system', 'lbu', 'backups'], unquoted(value));
    else if (key === 'DEFAULT_CIPHER') draft.notNeeded(line, BY_ITSELF);
    else draft.unknown(line);
  }
}

/** /etc/apk/repositories: MIRROR/RELEASE/REPOSITORY. */
export function importRepositories(file: InputFile, draft: Draft): void {
  for (const line of linesOf(file)) {
    const match = /^(https?:\/\/\S+?)\/[\w.-]+\/(?:main|community)\/?$/.exec(line.text);
    if (match?.[1] === undefined) {
      draft.unknown(line);
      continue;
    }
    draft.take(line, ['system', 'mirror'], match[1]);
    if (line.text.includes('/main'))
      draft.notTaken(line, {
        en: 'The release stays the one that the generated files are made for: an older one lacks what they need.',
        ja: 'リリースは、生成されるファイルが前提とする既定のものにします。古いリリースには必要な機能がありません。',
      });
  }
}

/** A script in /etc/init.d: only who supervises the services is of interest. */
export function importInitScript(file: InputFile, draft: Draft): void {
  for (const line of linesOf(file)) {
    const { key, value } = keyValue(line) ?? { key: '', value: '' };
    if (key === 'supervisor' && unquoted(value) === 's6') draft.take(line, ['system', 'supervisor'], 's6');
    else if (key === 's6_service_path')
      draft.notTaken(line, {
        en: 'Newer OpenRC has no `s6_service_path`; the generated service directories are where it looks, and are kept by lbu.',
        ja: '新しい OpenRC に `s6_service_path` はありません。生成されるサービスディレクトリーは OpenRC が参照する場所に置かれ、lbu で保存されます。',
      });
    else draft.notNeeded(line, BY_ITSELF);
  }
}
