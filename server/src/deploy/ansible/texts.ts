import { say } from '../../core/text.ts';
import type { Locale, Text } from '../../core/text.ts';
import { failure, failureCodes } from '../failures.ts';
import { ENDS } from '../outcome.ts';

const TASKS = {
  plan: { en: 'Ask each router what a deploy would change', ja: 'デプロイで変わる内容を各ルーターに確認' },
  changes: { en: 'What would change', ja: '変わる内容' },
  planned: { en: 'Stop where a router cannot be planned for', ja: '計画できないルーターがあれば停止' },
  begin: { en: 'Begin a deploy', ja: 'デプロイを準備' },
  apply: {
    en: 'Apply, behind the router’s own timer',
    ja: '適用（ルーター側のタイマーを開始してから変更）',
  },
  confirm: { en: 'Confirm over a new connection, and save', ja: '新しい接続で確認して保存' },
  elsewhere: {
    en: 'Confirm at the other address of the router',
    ja: 'ルーターの別のアドレスで確認',
  },
  revert: {
    en: 'Go back where something no longer works',
    ja: '動かなくなったものがあれば元に戻す',
  },
  outcome: { en: 'How it ended', ja: '結果' },
  stop: { en: 'Stop at the first router that is not kept', ja: '成功しなかったルーターがあれば停止' },
  idle: { en: 'Nothing to do.', ja: '変更はありません。' },
  left: {
    en: 'The deploy could not be confirmed. A router that has begun it goes back to the old configuration by itself when its time is over.',
    ja: 'デプロイを確認できませんでした。適用を始めたルーターは、時間が過ぎると自動的に元の設定に戻ります。',
  },
} satisfies Record<string, Text>;

/** What there is to say in another way than to those who deploy by ourselves, and what only Ansible runs into. */
const CODES = {
  'not-root': {
    en: 'The user is not root and may not become root without a password. Nothing was changed. Give --become --ask-become-pass, or allow it without: "permit nopass :wheel" in /etc/doas.d/.',
    ja: 'ユーザーは root ではなく、パスワードなしで root になることもできません。何も変更していません。--become --ask-become-pass を指定するか、/etc/doas.d/ に「permit nopass :wheel」を書いてパスワードなしを許可してください。',
  },
  become: {
    en: 'The user could not become root on the router: {detail}. Nothing was changed. Give the right password with --become --ask-become-pass, or as ansible_become_password in a vault.',
    ja: 'ルーターで root になれませんでした: {detail}。何も変更していません。--become --ask-become-pass、または vault の ansible_become_password で正しいパスワードを指定してください。',
  },
} satisfies Record<string, Text>;

/** Everything that the playbook says, in both languages; `{detail}` stands for what the router adds. */
export function texts(): Record<Locale, object> {
  return { en: textsIn('en'), ja: textsIn('ja') };
}

function textsIn(locale: Locale): object {
  const codes = failureCodes().map((code) => [code, failure(code, '{detail}').text] as const);
  return {
    ...spoken(Object.entries(TASKS), locale),
    states: spoken(Object.entries(ENDS), locale),
    codes: { ...spoken(codes, locale), ...spoken(Object.entries(CODES), locale) },
  };
}

function spoken(entries: readonly (readonly [string, Text])[], locale: Locale): Record<string, string> {
  return Object.fromEntries(entries.map(([name, text]) => [name, say(text, locale)]));
}
