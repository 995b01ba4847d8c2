import { duration, pattern } from '../scalars.ts';
import { port } from '../scalars-net.ts';
import { field, object } from '../schema-types.ts';

/** `deploy`: how the router is reached. */

/** What ssh may be given as a host: an alias, a name or an address; never something that ssh could read as an option. */
export const sshHost = pattern({
  type: 'host',
  shape: {
    en: 'a host that ssh knows: an alias, a name or an address',
    ja: 'ssh で使えるホスト（エイリアス、名前、アドレス）',
  },
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,252}[A-Za-z0-9])?$/,
});

export const sshUser = pattern({
  type: 'user',
  shape: { en: 'a user name', ja: 'ユーザー名' },
  pattern: /^[a-z_][a-z0-9_-]{0,31}$/,
});

export const deploy = object({
  host: field(sshHost, {
    summary: {
      en: 'The router as ssh knows it: an alias of `~/.ssh/config`, a name or an address.',
      ja: 'ssh から見たルーター。`~/.ssh/config` のエイリアス、名前、またはアドレスです。',
    },
    default: { en: 'the host name', ja: 'ホスト名' },
    examples: ['borealis'],
  }),
  user: field(sshUser, {
    summary: { en: 'The user to log in as.', ja: 'ログインするユーザーです。' },
    default: 'root',
    examples: ['root'],
  }),
  port: field(port, {
    summary: { en: 'The port of sshd on the router.', ja: 'ルーターの sshd のポートです。' },
    default: '22',
    examples: ['22'],
  }),
  window: field(duration(10, 900), {
    summary: {
      en: 'How long the router waits for the confirmation before it rolls back by itself.',
      ja: 'ルーターが確認を待つ時間です。過ぎると自動的に元の設定に戻ります。',
    },
    default: {
      en: '120s; 30s more with spanning tree, 60s more with a Wi-Fi channel that is shared with radar',
      ja: '120s（STP が有効なら 30s、レーダーと共用の Wi-Fi チャネルなら 60s 長くなる）',
    },
    examples: ['120s'],
  }),
});
