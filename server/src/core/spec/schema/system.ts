import { choice, integer, pattern } from '../scalars.ts';
import { field, object } from '../schema-types.ts';
import type { ScalarSchema } from '../schema-types.ts';

/** `system`: what the machine is. */

export const release = pattern({
  type: 'release',
  shape: { en: 'an Alpine release such as v3.22', ja: 'v3.22 のような Alpine のリリース' },
  pattern: /^(?:v3\.\d{1,2}|edge|latest-stable)$/,
});

const mirror = pattern({
  type: 'url',
  shape: {
    en: 'the http(s) address of an Alpine mirror, without the release',
    ja: 'Alpine ミラーの http(s) アドレス（リリース名を除く）',
  },
  pattern: /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*\/?$/,
});

const serialPort = pattern({
  type: 'device',
  shape: { en: 'a serial port such as ttyS0', ja: 'ttyS0 のようなシリアルポート' },
  pattern: /^tty[A-Z]{1,4}\d{1,2}$/,
});
const serialSpeed = pattern({
  type: 'integer',
  shape: {
    en: 'a speed in bits per second: 9600, 19200, 38400, 57600 or 115200',
    ja: '速度（ビット/秒）: 9600、19200、38400、57600、115200 のいずれか',
  },
  pattern: /^(?:9600|19200|38400|57600|115200)$/,
});

const serialConsole: ScalarSchema<string> = {
  ...pattern({
    type: 'console',
    shape: {
      en: 'a serial port and its speed, such as ttyS0,115200',
      ja: 'ttyS0,115200 のようなシリアルポートと速度',
    },
    pattern: /^tty[A-Z]{1,4}\d{1,2},(?:9600|19200|38400|57600|115200)$/,
  }),
  form: {
    template: '{port},{speed}',
    pattern: /^(?<port>[^,\s]*)(?:,(?<speed>\d*))?$/d,
    parts: {
      port: { label: { en: 'port', ja: 'ポート' }, schema: serialPort },
      speed: { label: { en: 'speed', ja: '速度' }, schema: serialSpeed },
    },
  },
};

export const partition = pattern({
  type: 'device',
  shape: {
    en: 'a partition such as sda1, mmcblk0p1 or nvme0n1p1, without /dev/',
    ja: 'sda1、mmcblk0p1、nvme0n1p1 のようなパーティション名（/dev/ なし）',
  },
  pattern: /^[a-z][a-z0-9]{1,15}$/,
});

export const system = object({
  platform: field(
    choice({
      alpine: {
        en: 'Alpine Linux, diskless with lbu or installed on disk.',
        ja: 'Alpine Linux。ディスクレス（lbu）でもディスクインストールでもかまいません。',
      },
    }),
    {
      summary: { en: 'The operating system of the router.', ja: 'ルーターの OS です。' },
      default: 'alpine',
    },
  ),
  release: field(release, {
    summary: {
      en: 'The Alpine release whose packages the router uses.',
      ja: 'ルーターが使う Alpine のリリースです。',
    },
    detail: {
      en: 'Written to `/etc/apk/repositories` (main and community).',
      ja: '`/etc/apk/repositories`（main と community）に書き込まれます。',
    },
    default: 'v3.22',
    examples: ['v3.22'],
  }),
  mirror: field(mirror, {
    summary: { en: 'Where packages come from.', ja: 'パッケージの取得元です。' },
    detail: {
      en: 'A mirror that answers over IPv6 can be reached before the tunnel is up. Plain http is safe for apk: packages are signed.',
      ja: 'IPv6 で応答するミラーなら、トンネルが上がる前でも使えます。apk のパッケージは署名されているので http でも安全です。',
    },
    default: 'http://dl-cdn.alpinelinux.org/alpine',
    examples: ['http://dl-cdn.alpinelinux.org/alpine'],
  }),
  console: field(serialConsole, {
    summary: { en: 'The serial console of the machine.', ja: '本体のシリアルコンソールです。' },
    detail: {
      en: 'Used in the installation guide for the boot loader. The way back in when the network is gone.',
      ja: 'インストール手順のブートローダー設定に使います。ネットワークが使えなくなったときの最後の入口です。',
    },
    examples: ['ttyS0,115200'],
  }),
  lbu: field(
    object({
      media: field(partition, {
        summary: {
          en: 'The partition that keeps the saved configuration.',
          ja: '設定を保存するパーティションです。',
        },
        detail: {
          en: 'A partition, not the disk: `sda1`, not `sda`.',
          ja: 'ディスク全体（`sda`）ではなく、パーティション（`sda1`）を指定します。',
        },
        default: {
          en: 'what the router’s own `/etc/lbu/lbu.conf` names',
          ja: 'ルーターにある `/etc/lbu/lbu.conf` の設定',
        },
        examples: ['sda1'],
      }),
      backups: field(integer(0, 100), {
        summary: {
          en: 'How many earlier configurations are kept on the medium.',
          ja: 'メディアに残しておく以前の設定の数です。',
        },
        default: '3',
        examples: ['10'],
      }),
    }),
    {
      summary: {
        en: 'How a diskless Alpine keeps its configuration.',
        ja: 'ディスクレスの Alpine が設定を保存する方法です。',
      },
      detail: {
        en: 'Diskless Alpine runs from memory and loads one archive (`*.apkovl.tar.gz`) at boot. A deploy writes it only after it was confirmed.',
        ja: 'ディスクレスの Alpine はメモリ上で動き、起動時に 1 つのアーカイブ（`*.apkovl.tar.gz`）を読み込みます。デプロイは、確認が済んでから初めてこれを書き換えます。',
      },
    },
  ),
  supervisor: field(
    choice({
      openrc: {
        en: 'OpenRC starts the services; its supervise-daemon restarts them.',
        ja: 'OpenRC がサービスを起動し、supervise-daemon が再起動します。',
      },
      s6: {
        en: 's6 supervises dnsmasq and hostapd and restarts them at once when they die.',
        ja: 's6 が dnsmasq と hostapd を監視し、落ちたらすぐに再起動します。',
      },
    }),
    {
      summary: {
        en: 'Who restarts dnsmasq and hostapd when they die.',
        ja: 'dnsmasq と hostapd が落ちたときに再起動する仕組みです。',
      },
      default: 'openrc',
    },
  ),
});
