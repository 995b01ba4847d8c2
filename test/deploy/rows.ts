import type { Text } from '../../server/src/core/text.ts';

/** What a fault must lead to, whatever else happens; docs/faults.md explains the words. */
export type End = 'old' | 'new' | 'either' | 'not saved' | 'refused' | 'told';

/** A fault of the matrix. A test names the rows that it tries: `row 5: …`, `rows 10, 13: …`. */
export interface Row {
  readonly fault: Text;
  readonly end: End;
}

const row = (end: End, en: string, ja: string): Row => ({ end, fault: { en, ja } });

/** Every fault that a deploy is tried with, by its number. The rows that docs/faults.md shows are these. */
export const ROWS: Readonly<Record<number, Row>> = {
  1: row('old', 'The upload is cut off at byte n', '転送が n バイト目で切れる'),
  2: row('old', 'The upload stalls and is never closed', '転送が止まり、接続も閉じない'),
  3: row('old', 'A bit of the upload is flipped', '転送データの 1 ビットが化ける'),
  4: row(
    'old',
    'The client is killed before the timer is armed',
    'タイマー開始前にクライアントが強制終了する',
  ),
  5: row(
    'old',
    'The client is killed right after the timer is armed',
    'タイマー開始直後にクライアントが強制終了する',
  ),
  6: row(
    'old',
    'The client is killed while the router reports progress',
    '適用の経過を表示中にクライアントが強制終了する',
  ),
  7: row(
    'old',
    'The link takes everything and gives nothing back, while it is applied',
    '適用中に通信が途絶える（切断の通知もない）',
  ),
  8: row(
    'either',
    'The ssh server and its sessions are killed while it is applied',
    '適用中に ssh サーバーとセッションが強制終了する',
  ),
  9: row(
    'old',
    'The laptop sleeps until after the window',
    '確認の待ち時間が過ぎるまでノート PC がスリープする',
  ),
  10: row('old', 'The apply is killed, at every step', '適用の処理が各段階で強制終了する'),
  11: row('either', 'The guard is killed', '監視プロセスが強制終了する'),
  12: row('old', 'Both guards are killed', '監視プロセスが両方とも強制終了する'),
  13: row('old', 'A command hangs', 'コマンドが応答しなくなる'),
  14: row(
    'either',
    'Confirmation, revert and deadline at the same instant',
    '確認・取り消し・期限切れが同時に起きる',
  ),
  15: row('new', 'The confirmation arrives twice', '確認が 2 回届く'),
  16: row('old', 'A confirmation with a wrong token', '誤ったトークンで確認される'),
  17: row('new', 'The answer to the confirmation is lost', '確認への応答が失われる'),
  18: row(
    'either',
    'The power goes before the confirmation, or after it',
    '確認の前、または後に電源が切れる',
  ),
  19: row('either', 'The power goes at any step of saving', '保存の各段階で電源が切れる'),
  20: row('not saved', 'The medium is full', '保存先の空きがない'),
  21: row('not saved', 'The medium cannot be written', '保存先に書き込めない'),
  22: row(
    'old',
    'The file system in RAM is full, at every step',
    'RAM 上のファイルシステムが各段階で満杯になる',
  ),
  23: row('old', 'No inode is free', 'inode の空きがない'),
  24: row('refused', 'Two deploys at once', '2 つのデプロイが重なる'),
  25: row(
    'refused',
    'Somebody edits a managed file between plan and apply',
    '計画から適用までの間に管理対象のファイルが変更される',
  ),
  26: row('old', 'Somebody runs lbu commit in the window', '待ち時間中に lbu commit が実行される'),
  27: row('told', 'The router has changes that were never saved', 'ルーターに未保存の変更がある'),
  28: row('old', 'A service does not start', 'サービスが起動しない'),
  29: row('old', 'A service dies again and again', 'サービスが終了と再起動を繰り返す'),
  30: row(
    'told',
    'The access point listens for radar for a minute, during which nobody confirms over it',
    'アクセスポイントがレーダーを 1 分間確認し、その間は Wi-Fi 経由で確認できない',
  ),
  31: row('old', 'The new rules keep new ssh connections out', '新しいルールで ssh の新規接続ができない'),
  32: row('old', 'The new rules keep everything out', '新しいルールですべての通信が遮断される'),
  33: row('new', 'The management address changes on purpose', '管理用アドレスを意図的に変更する'),
  34: row(
    'old',
    'The management address changes, and the client stays behind',
    '管理用アドレスが変わり、クライアントが元のサブネットに残る',
  ),
  35: row(
    'new',
    'The port of the client forwards again only after a while',
    'クライアント側のポートの転送再開に時間がかかる',
  ),
  36: row(
    'old',
    'The LAN works, the internet no longer does',
    'LAN は使えるが、インターネットに接続できなくなる',
  ),
  37: row('old', 'The client loses its own network', 'クライアント自身のネットワークが切れる'),
  38: row('refused', 'A program that judges a file is missing', 'ファイルを検査するプログラムがない'),
  39: row('either', 'The clock jumps', '時計が大きくずれる'),
  40: row('refused', 'The host key is another one', 'ホスト鍵が異なる'),
  41: row(
    'refused',
    'The router was never paired, or is another one',
    '未登録のルーター、または別のルーターが応答する',
  ),
  42: row('old', 'The router restarts before the confirmation', '確認前にルーターが再起動する'),
  43: row('old', 'The rollback does not bring everything back', '元に戻す処理で一部が復元できない'),
  44: row('old', 'A deploy was left behind half-done', '途中で終わったデプロイが残っている'),
  45: row(
    'refused',
    'A managed path leads through a symbolic link',
    '管理対象のパスがシンボリックリンクを経由する',
  ),
  46: row(
    'refused',
    'A spec with NUL or of 10 MB; line ends of Windows and a byte order mark change nothing',
    'NUL を含む、または 10 MB の設定（CRLF と BOM は結果に影響しない）',
  ),
  47: row('old', 'A deploy of another version waits', '別バージョンによるデプロイが確認待ちになっている'),
  48: row('not saved', 'lbu would leave a managed file out', 'lbu の保存対象から管理対象のファイルが漏れる'),
  49: row('not saved', 'Two archives on the medium', '保存先にアーカイブが 2 つある'),
  50: row('either', 'The editor is closed in the window', '待ち時間中にエディターを閉じる'),
  51: row(
    'told',
    'After a restart the router differs from what was deployed',
    '再起動後の状態がデプロイした内容と異なる',
  ),
};

/** The rows that the name of a test speaks of. */
export function rowsOf(name: string): number[] {
  const [, list] = /^rows? (\d+(?:(?:, | and )\d+)*): /.exec(name) ?? [];
  return (list ?? '').match(/\d+/g)?.map(Number) ?? [];
}
