import type { Text } from '../core/text.ts';
import { textOf } from './content.ts';
import type { Content } from './content.ts';
import { failure } from './failures.ts';
import { WORLD } from './request.ts';
import type { Plan } from './types.ts';

/** What the user should know before deploying. */
export function warningsOf(plan: Plan): Text[] {
  const { facts, files } = plan;
  const warnings: Text[] = [];
  const replaced = files.filter((file) => file.change !== 'same');
  const drift = replaced.filter((file) => file.drift).map(({ path }) => path);
  if (drift.length > 0) {
    warnings.push({
      en: `Changed on the router since the last deploy, which the deploy overwrites: ${drift.join(', ')}. What is there now is kept in the history of the router.`,
      ja: `前回のデプロイ以降にルーター上で変更されており、デプロイで上書きされます: ${drift.join(', ')}。現在の内容はルーターの履歴に残ります。`,
    });
  }
  // Of the list of packages nothing is lost that somebody else put there.
  const unmanaged = replaced.filter((file) => file.unmanaged && file.path !== WORLD).map(({ path }) => path);
  if (unmanaged.length > 0) {
    warnings.push({
      en: `Not written by a deploy, and replaced by this one: ${unmanaged.join(', ')}. What is there now is kept in the history of the router.`,
      ja: `次のファイルはデプロイで書かれたものではなく、今回のデプロイで置き換えられます: ${unmanaged.join(', ')}。現在の内容はルーターの履歴に残ります。`,
    });
  }
  if (facts.unsaved) {
    warnings.push({
      en: 'The configuration that is live could not be saved by the last deploy; this one saves it.',
      ja: '現在有効な設定は前回のデプロイで保存できませんでした。今回のデプロイで保存します。',
    });
  } else if (facts.diskless && facts.uncommitted.length > 0) {
    // lbu names them from the root of the file system.
    const changed = facts.uncommitted
      .slice(0, 8)
      .map((file) => file.replace(/^\/?/, '/'))
      .join(', ');
    warnings.push({
      en: `The router has changes that were never saved (${changed}). If the deploy can only be taken back by a restart, they are lost; run "lbu commit" first to keep them.`,
      ja: `ルーターに保存されていない変更があります（${changed}）。再起動でしか元に戻せない場合に失われます。残すには先に「lbu commit」を実行してください。`,
    });
  }
  if (facts.diskless && facts.archives.length > 1) {
    warnings.push({
      en: `There is more than one saved configuration on the medium (${facts.archives.join(', ')}); the deploy is not saved unless one of two is what an interrupted save left. Remove those that are out of date first, and keep the one that has the router's host name.`,
      ja: `メディアに保存済み設定が複数あります（${facts.archives.join(', ')}）。中断された保存の残りである場合を除き、2 つ以上あるとデプロイは保存されません。先に古いものを削除し、ルーターのホスト名が付いたものを残してください。`,
    });
  }
  if (plan.dropped.length > 0) {
    const names = plan.dropped.map(({ name }) => name);
    warnings.push({
      en: `These services are stopped and no longer started at boot: ${names.join(', ')}.`,
      ja: `次のサービスは停止され、起動時にも開始されなくなります: ${names.join('、')}`,
    });
  }
  const { media } = plan.request;
  if (
    facts.diskless &&
    media !== undefined &&
    facts.mediaPath !== '' &&
    facts.mediaPath !== `/media/${media}`
  ) {
    warnings.push({
      en: `The router saves to ${facts.mediaPath} now and will save to /media/${media}; what is on the old medium stays there and may be what the next boot finds.`,
      ja: `ルーターの現在の保存先は ${facts.mediaPath} で、今後は /media/${media} になります。以前のメディアの内容は残り、次の起動で使われる可能性があります。`,
    });
  }
  if (facts.diskless && media === undefined && facts.mediaPath === '') {
    warnings.push({
      en: 'The router does not know where to save (LBU_MEDIA in /etc/lbu/lbu.conf is empty): the next reboot would come up without this deploy. Set system.lbu.media in the spec, to sda1 for example.',
      ja: 'ルーターに保存先が設定されていません（/etc/lbu/lbu.conf の LBU_MEDIA が空です）。このままでは次の再起動でデプロイの内容が失われます。spec の system.lbu.media に sda1 などを設定してください。',
    });
  }
  if (facts.diskless && facts.encrypted) {
    warnings.push({
      en: 'The saved configuration is encrypted: the deploy cannot save by itself, run "lbu commit" on the router afterwards.',
      ja: '保存先の設定が暗号化されているため、デプロイでは保存できません。後でルーターで「lbu commit」を実行してください。',
    });
  }
  return warnings;
}

/** The package that ssh comes from: without it the next boot has no way in. */
const SSH_SERVERS = ['openssh', 'openssh-server', 'dropbear'];

/** Why a deploy would be a mistake, whatever its files say. */
export function stopsOf(plan: Plan): Text[] {
  const stops: Text[] = [];
  if (plan.pending !== undefined) {
    const { by, remainingSeconds } = plan.pending;
    stops.push({
      en: `another deploy (${by}) waits for its confirmation for ${remainingSeconds} more seconds.`,
      ja: `別のデプロイ（${by}）が確認を待っています（残り ${remainingSeconds} 秒）。`,
    });
  }
  const world = plan.files.find((file) => file.path === WORLD);
  if (world?.change === 'update') {
    const has = (content: Content): boolean =>
      textOf(content)
        .split(/\s+/)
        .some((word) => SSH_SERVERS.includes(word.replace(/[@<>=~].*/, '')));
    if (has(world.routerContent ?? '') && !has(world.newContent)) {
      stops.push(failure('no-ssh-server').text);
    }
  }
  return stops;
}
