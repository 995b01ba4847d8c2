import type { Text } from '../core/text.ts';
import type { Failure } from './types.ts';

/** Thrown by what changes nothing (plan, pairing, history): says what is wrong, why it matters and what to do. */
export class DeployError extends Error implements Failure {
  readonly code: string;
  readonly detail: string;
  readonly text: Text;

  constructor(failure: Failure) {
    super(failure.text.en);
    this.name = 'DeployError';
    this.code = failure.code;
    this.detail = failure.detail;
    this.text = failure.text;
  }
}

type Explanation = (detail: string) => Text;

/** Why the router, or this side before it, refused. `detail` is a path, a tool, or what a program said. */
const FAILURES: Readonly<Record<string, Explanation>> = {
  // --- before anything reaches the router
  'ssh-missing': (detail) => ({
    en: `The ssh client could not be started (${detail}). Deploying uses the OpenSSH client of this machine; install it, or name its path in the settings.`,
    ja: `ssh クライアントを起動できません（${detail}）。デプロイにはこのマシンの OpenSSH クライアントを使います。インストールするか、設定でパスを指定してください。`,
  }),
  'bad-target': (detail) => ({
    en: `"${detail}" cannot be given to ssh as a host, user or port. Write an alias of ssh_config, a name or an address.`,
    ja: `「${detail}」は ssh のホスト・ユーザー・ポートとして使えません。ssh_config のエイリアス、名前、またはアドレスを書いてください。`,
  }),
  'bad-request': (detail) => ({
    en: `The deploy was not started: ${detail} is nothing that may be written to a router.`,
    ja: `デプロイを開始しませんでした。${detail} はルーターに書き込めるものではありません。`,
  }),
  'spec-errors': () => ({
    en: 'The spec has errors, so nothing was sent. Mend what the editor (or `router-spec check`) shows, then try again.',
    ja: 'スペックにエラーがあるため、何も送信していません。エディター（または `router-spec check`）の指摘を直してから、もう一度実行してください。',
  }),
  'secret-missing': (detail) => ({
    en: `The secret "${detail}" has no value, so nothing was sent. VS Code asks for it; the command line reads it from the environment (ROUTER_SPEC_SECRET_…, in capitals).`,
    ja: `シークレット「${detail}」の値がないため、何も送信していません。VS Code では入力を求められます。コマンドラインでは環境変数（ROUTER_SPEC_SECRET_…、大文字）から読み込みます。`,
  }),
  unreachable: (detail) => ({
    en: `The router could not be reached over ssh: ${detail}. Nothing was changed. Check the address, the cable or Wi-Fi, and that sshd runs.`,
    ja: `ssh でルーターに接続できません: ${detail}。何も変更していません。アドレス、ケーブルまたは Wi-Fi、sshd の動作を確認してください。`,
  }),
  auth: (detail) => ({
    en: `The router did not accept the login: ${detail}. Nothing was changed. Put your public key into the authorized_keys of the user, or load the key into the agent.`,
    ja: `ルーターがログインを受け付けませんでした: ${detail}。何も変更していません。公開鍵をそのユーザーの authorized_keys に登録するか、鍵をエージェントに読み込んでください。`,
  }),
  'host-key-unknown': () => ({
    en: 'This router has not been paired yet: its host key is unknown, so it could be any machine. Nothing was sent. Pair first, comparing the fingerprint with the one on the router’s console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub).',
    ja: 'このルーターはまだペアリングされていません。ホスト鍵が未知なので、別の機器かもしれません。何も送信していません。先にペアリングし、フィンガープリントをルーターのコンソール（ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub）と照合してください。',
  }),
  'host-key-changed': () => ({
    en: 'The router’s host key is not the one it was paired with. It is another machine, somebody is in between, or the router was reinstalled (a diskless router whose keys were never saved makes new ones at each boot). Nothing was sent. If you know why, pair again.',
    ja: 'ルーターのホスト鍵がペアリング時と異なります。別の機器か、中間者がいるか、再インストールされた可能性があります（鍵を保存していないディスクレス構成は起動のたびに鍵を作り直します）。何も送信していません。理由が分かっている場合は、ペアリングし直してください。',
  }),
  'no-answer': (detail) => ({
    en: `ssh logged in, but the router did not answer as expected: ${detail}. It needs a POSIX shell, tar, sha256sum and mktemp.`,
    ja: `ssh でログインできましたが、想定した応答がありません: ${detail}。ルーターには POSIX シェル、tar、sha256sum、mktemp が必要です。`,
  }),
  upload: () => ({
    en: 'The upload arrived damaged or incomplete; its hash did not match. Nothing was changed. Try again.',
    ja: 'アップロードが壊れているか途中で切れています（ハッシュが一致しません）。何も変更していません。もう一度実行してください。',
  }),
  cancelled: () => ({
    en: 'Cancelled. Nothing was changed.',
    ja: 'キャンセルしました。何も変更していません。',
  }),
  stops: (detail) => ({ en: `Not deployed: ${detail}`, ja: `デプロイしませんでした: ${detail}` }),

  // --- the router refuses
  'not-root': (detail) => ({
    en: `The user ${detail || 'you log in as'} is not root and does not become root by doas or sudo. Nothing was changed. Log in as root with a key, give the password if one is needed, or allow it without: "permit nopass :wheel" in /etc/doas.d/.`,
    ja: `${detail || 'ログインした'}ユーザーは root ではなく、doas や sudo で root になることもできません。何も変更していません。鍵で root にログインするか、必要ならパスワードを指定するか、/etc/doas.d/ に「permit nopass :wheel」を書いてパスワードなしで許可してください。`,
  }),
  'no-password': (detail) => ({
    en: `The user becomes root by ${detail}, which asks for a password, and none was given. Nothing was changed. Type it when you are asked, set ROUTER_SPEC_BECOME_PASSWORD where nobody is, or allow it without: "permit nopass :wheel" in /etc/doas.d/.`,
    ja: `このユーザーは ${detail} で root になりますが、必要なパスワードが入力されませんでした。何も変更していません。尋ねられたときに入力するか、入力できない環境では ROUTER_SPEC_BECOME_PASSWORD を設定するか、/etc/doas.d/ に「permit nopass :wheel」を書いてパスワードなしで許可してください。`,
  }),
  'wrong-password': (detail) => ({
    en: `${detail} on the router did not accept the password, so nothing was changed. It is the password of the user that logs in.`,
    ja: `ルーターの ${detail} がパスワードを受け付けなかったため、何も変更していません。ログインするユーザーのパスワードを入力してください。`,
  }),
  busy: (detail) => ({
    en: `Another deploy to this router has not ended yet${detail && ` (${detail})`}. Wait for it, or revert it.`,
    ja: `このルーターへの別のデプロイがまだ終わっていません${detail && `（${detail}）`}。終わるのを待つか、元に戻してください。`,
  }),
  bundle: (detail) => ({
    en: `What arrived on the router is not what was sent (${detail}). Nothing was changed.`,
    ja: `ルーターに届いた内容が送信したものと異なります（${detail}）。何も変更していません。`,
  }),
  path: (detail) => ({
    en: `${detail} is not a path that a deploy may write to. Nothing was changed.`,
    ja: `${detail} はデプロイで書き込めるパスではありません。何も変更していません。`,
  }),
  'unsafe-parent': (detail) => ({
    en: `A directory above ${detail} is a symbolic link, belongs to somebody else, or may be written by others, so what is written there could end up elsewhere. Nothing was changed. Make it a directory of root with mode 755.`,
    ja: `${detail} の上位ディレクトリがシンボリックリンクであるか、root 以外の所有、または他のユーザーが書き込める状態なので、別の場所に書き込まれるおそれがあります。何も変更していません。root 所有・モード 755 のディレクトリにしてください。`,
  }),
  symlink: (detail) => ({
    en: `${detail} is a symbolic link on the router. A deploy replaces files and never follows links. Nothing was changed. Replace the link by a file, or remove it.`,
    ja: `ルーターの ${detail} はシンボリックリンクです。デプロイはファイルを置き換えるだけで、リンクはたどりません。何も変更していません。リンクをファイルに置き換えるか、削除してください。`,
  }),
  other: (detail) => ({
    en: `${detail} is no regular file on the router. Nothing was changed. Remove what is there.`,
    ja: `ルーターの ${detail} は通常のファイルではありません。何も変更していません。そこにあるものを取り除いてください。`,
  }),
  changed: (detail) => ({
    en: `${detail} was changed on the router after the comparison that you saw. Nothing was changed. Compare again, then deploy.`,
    ja: `比較の後に、ルーター上で ${detail} が変更されました。何も変更していません。もう一度比較してからデプロイしてください。`,
  }),
  tool: (detail) => ({
    en: `The router has no ${detail}, which is needed to check the new configuration before it is used. Nothing was changed. Install it on the router (apk add) or add its package to the spec.`,
    ja: `新しい設定を適用前に検査するために必要な ${detail} がルーターにありません。何も変更していません。ルーターにインストールする（apk add）か、パッケージを spec に追加してください。`,
  }),
  space: (detail) => ({
    en: `There is not enough free space on the router in ${detail || '/run'} to keep the old and the new files side by side. Nothing was changed.`,
    ja: `ルーターの ${detail || '/run'} に、新旧のファイルを並べて保持する空き容量がありません。何も変更していません。`,
  }),
  invalid: (detail) => ({
    en: `The router’s own programs do not accept the new configuration: ${detail}. Nothing was changed.`,
    ja: `新しい設定をルーター上のプログラムが受け付けません: ${detail}。何も変更していません。`,
  }),
  'no-ssh-server': () => ({
    en: 'the new /etc/apk/world has no ssh server, so the next boot would come up without one. Add openssh to packages.',
    ja: '新しい /etc/apk/world に ssh サーバーがないため、次の起動後に接続できなくなります。packages に openssh を追加してください。',
  }),
  snapshot: (detail) => ({
    en: `The present state of the router could not be recorded, so there would be no way back${detail && ` (${detail})`}. Nothing was changed.`,
    ja: `ルーターの現在の状態を記録できないため、元に戻す手段がありません${detail && `（${detail}）`}。何も変更していません。`,
  }),
  'not-armed': () => ({
    en: 'The router could not start the timer that takes a deploy back by itself. Without it nothing is applied. Nothing was changed.',
    ja: 'デプロイを自動的に元に戻すタイマーをルーター上で開始できませんでした。タイマーなしでは適用しません。何も変更していません。',
  }),
  token: () => ({
    en: 'The router waits for the confirmation of another deploy than this one. Its timer runs on.',
    ja: 'ルーターはこれとは別のデプロイの確認を待っています。タイマーはそのまま動いています。',
  }),
  'too-early': () => ({
    en: 'The router was still applying the change when the connection was made; only one that is made afterwards counts.',
    ja: '接続時にルーターはまだ変更を適用中でした。適用後に確立した接続だけが有効です。',
  }),
  'no-transaction': () => ({
    en: 'The router does not know this deploy: it ended long ago, or the router was restarted since.',
    ja: 'ルーターはこのデプロイを覚えていません。かなり前に終わったか、その後ルーターが再起動しています。',
  }),
  'no-revision': (detail) => ({
    en: `The router keeps no earlier state named "${detail}".`,
    ja: `「${detail}」という過去の状態はルーターに残っていません。`,
  }),
  regressions: (detail) => ({
    en: `Something that worked before does not work any more: ${detail}.`,
    ja: `デプロイ前は動いていたものが動かなくなりました: ${detail}。`,
  }),

  // --- why it was rolled back
  timeout: () => ({
    en: 'No confirmation reached the router in time: the new configuration kept new ssh connections out, the router then has another address that this machine does not reach (renew the address of this machine within the window), or this machine lost the network.',
    ja: '時間内に確認がルーターに届きませんでした。新しい設定で ssh の新規接続ができなくなったか、ルーターのアドレスが変わってこのマシンから届かなくなったか（確認の待ち時間内にこのマシンのアドレスを取得し直してください）、このマシンのネットワークが切れました。',
  }),
  aborted: () => ({ en: 'It was asked to.', ja: '元に戻すよう指示されました。' }),
  failed: (detail) => ({
    en: `Applying it failed: ${detail}`,
    ja: `適用に失敗しました: ${detail}`,
  }),
  reboot: () => ({
    en: 'The router was restarted before the confirmation.',
    ja: '確認の前にルーターが再起動しました。',
  }),
  'not-begun': () => ({
    en: 'It was never begun: what should have applied it died before.',
    ja: '適用する処理が開始前に終了したため、適用されませんでした。',
  }),
  restarted: (detail) => ({
    en: `Not everything could be put back while it was running${detail && ` (${detail})`}, so it restarted with what was saved before.`,
    ja: `動作中のままでは元に戻せない部分があったため${detail && `（${detail}）`}、保存済みの設定で再起動しました。`,
  }),

  // --- why it was not saved
  encrypted: () => ({
    en: 'The saved configuration is encrypted (ENCRYPTION in /etc/lbu/lbu.conf), and saving needs its password. Run "lbu commit" on the router.',
    ja: '保存先の設定が暗号化されており（/etc/lbu/lbu.conf の ENCRYPTION）、保存にはパスワードが必要です。ルーターで「lbu commit」を実行してください。',
  }),
  'no-media': () => ({
    en: 'The router does not know where to save (LBU_MEDIA in /etc/lbu/lbu.conf is empty). Set system.lbu.media in the spec.',
    ja: '保存先が設定されていません（/etc/lbu/lbu.conf の LBU_MEDIA が空です）。spec の system.lbu.media を設定してください。',
  }),
  media: (detail) => ({
    en: `The medium could not be written or read back (${detail}). Check it and deploy again; the old saved configuration is untouched.`,
    ja: `メディアに書き込めないか、読み戻した内容が一致しません（${detail}）。メディアを確認し、もう一度デプロイしてください。以前保存した設定はそのままです。`,
  }),
  damaged: (detail) => ({
    en: `That is not certain, though: the medium gave back something else than was written (${detail}). Replace it, and deploy again before the router restarts.`,
    ja: `ただし、書き込んだ内容と読み戻した内容が一致しないため（${detail}）、どの設定で起動するか確実ではありません。メディアを交換し、ルーターを再起動する前にもう一度デプロイしてください。`,
  }),
  full: (detail) => ({
    en: `The medium is full (${detail}). Make room and deploy again; the old saved configuration is untouched.`,
    ja: `メディアに空きがありません（${detail}）。空きを作ってもう一度デプロイしてください。以前保存した設定はそのままです。`,
  }),
  archives: (detail) => ({
    en: `There is more than one saved configuration on the medium (${detail}), and nobody can tell which one the next boot takes. Remove the wrong one and deploy again.`,
    ja: `メディアに保存済み設定が複数あり（${detail}）、次の起動でどれが使われるか分かりません。不要なほうを削除して、もう一度デプロイしてください。`,
  }),
  package: (detail) => ({
    en: `lbu could not pack the configuration: ${detail}. The old saved configuration is untouched.`,
    ja: `lbu が設定をまとめられませんでした: ${detail}。以前保存した設定はそのままです。`,
  }),
  incomplete: (detail) => ({
    en: `lbu would not save ${detail}; the next boot would come up without it, so nothing was saved. Include it with "lbu include", then deploy again.`,
    ja: `lbu は ${detail} を保存対象にしていません。次の起動で失われるため、保存しませんでした。「lbu include」で対象に加え、もう一度デプロイしてください。`,
  }),
};

/** Everything that there is an explanation of. */
export function failureCodes(): readonly string[] {
  return Object.keys(FAILURES);
}

/** A failure with its explanation; what is not in the catalogue is said as it came. */
export function failure(code: string, detail = ''): Failure {
  const explain = FAILURES[code];
  const text = explain?.(detail) ?? {
    en: `The router reported "${code}"${detail && `: ${detail}`}.`,
    ja: `ルーターが「${code}」を報告しました${detail && `: ${detail}`}。`,
  };
  return { code, detail, text };
}

/** Joins two texts, each a sentence of its own. */
export function sentences(first: Text, second: Text): Text {
  return { en: `${first.en} ${second.en}`, ja: `${first.ja}${second.ja}` };
}
