import type { Text } from '../core/text.ts';

/** What the user sees of each step, by the name that the agent or the client gives it. */
const STEPS: Readonly<Record<string, Text>> = {
  connect: { en: 'Connecting', ja: '接続しています' },
  upload: { en: 'Uploading', ja: 'アップロードしています' },
  recover: {
    en: 'Finishing an earlier deploy that was interrupted',
    ja: '中断された以前のデプロイを片付けています',
  },
  verify: {
    en: 'Making sure that the router is still as planned for',
    ja: 'ルーターの状態が計画時と同じか確認しています',
  },
  validate: { en: 'Checking the new files on the router', ja: '新しいファイルをルーター上で検査しています' },
  snapshot: { en: 'Recording the present state', ja: '現在の状態を記録しています' },
  arm: { en: 'Starting the router’s own timer', ja: 'ルーター側のタイマーを開始しています' },
  packages: { en: 'Installing packages', ja: 'パッケージをインストールしています' },
  'interfaces-down': {
    en: 'Taking down interfaces that change',
    ja: '変更するインターフェースを停止しています',
  },
  stop: { en: 'Stopping services that are no longer wanted', ja: '不要になったサービスを停止しています' },
  files: { en: 'Writing files', ja: 'ファイルを書き込んでいます' },
  hostname: { en: 'Setting the host name', ja: 'ホスト名を設定しています' },
  modules: { en: 'Loading kernel modules', ja: 'カーネルモジュールを読み込んでいます' },
  'interfaces-up': { en: 'Bringing interfaces up', ja: 'インターフェースを起動しています' },
  sysctl: { en: 'Setting kernel parameters', ja: 'カーネルパラメーターを設定しています' },
  services: { en: 'Starting services', ja: 'サービスを起動しています' },
  firewall: { en: 'Loading the firewall', ja: 'ファイアウォールを読み込んでいます' },
  health: { en: 'Watching whether services stay up', ja: 'サービスが動き続けるか確認しています' },
  confirm: { en: 'Confirming over a new connection', ja: '新しい接続で確認しています' },
  persist: { en: 'Saving, so that it survives a reboot', ja: '再起動後も残るように保存しています' },
  rollback: { en: 'Going back to the old configuration', ja: '元の設定に戻しています' },
  resave: { en: 'Saving the old configuration again', ja: '元の設定を保存し直しています' },
  reboot: {
    en: 'Restarting the router to get the old configuration back',
    ja: '元の設定に戻すためルーターを再起動しています',
  },
};

/** The name of a step; one that a newer agent has and we do not know is shown as it is called. */
export function stepText(step: string): Text {
  return STEPS[step] ?? { en: step, ja: step };
}

export function deadlineText(deadline: Date): Text {
  const time = `${String(deadline.getHours()).padStart(2, '0')}:${String(deadline.getMinutes()).padStart(2, '0')}:${String(deadline.getSeconds()).padStart(2, '0')}`;
  return {
    en: `Without a confirmation the router goes back by itself at ${time}.`,
    ja: `確認がなければ、ルーターは ${time} に自動的に元に戻ります。`,
  };
}
