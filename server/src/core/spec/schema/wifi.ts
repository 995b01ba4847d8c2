import type { Result } from '../../net/result.ts';
import { fail, ok } from '../../net/result.ts';
import { choice, clip, integer, pattern, secretOr } from '../scalars.ts';
import { interfaceName } from '../scalars-net.ts';
import { field, list, map, object } from '../schema-types.ts';
import type { ScalarSchema } from '../schema-types.ts';

/** `wifi`: access points, run by hostapd. */

/** The length of a text in UTF-8 bytes. */
function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** An SSID is 1 to 32 bytes (IEEE 802.11); kana and kanji take three each. */
export const ssid: ScalarSchema<string> = {
  kind: 'scalar',
  type: 'string',
  shape: { en: 'a network name of 1 to 32 bytes', ja: '1 から 32 バイトのネットワーク名' },
  parse(text): Result<string> {
    const bytes = utf8Length(text);
    // eslint-disable-next-line no-control-regex -- Control characters are what is refused.
    if (/[\u0000-\u001f\u007f]/.test(text))
      return fail('A network name cannot hold control characters.', 'SSID に制御文字は使えません。');
    if (bytes >= 1 && bytes <= 32) return ok(text);
    return fail(
      `This name has ${bytes} bytes; an SSID has 1 to 32 (a Japanese character takes three).`,
      `この名前は ${bytes} バイトです。SSID は 1 から 32 バイトまでです（日本語は 1 文字 3 バイト）。`,
    );
  },
  format: String,
  json: { type: 'string', minLength: 1, maxLength: 32 },
};

/** 8 to 63 printable ASCII characters, or 64 hexadecimal digits, which are the key itself (hostapd.conf, wpa_passphrase and wpa_psk). */
const passphrase = secretOr(
  {
    en: 'a passphrase of 8 to 63 printable ASCII characters',
    ja: '8 から 63 文字の印字可能な ASCII のパスフレーズ',
  },
  (text) =>
    /^[\x20-\x7e]{8,63}$/.test(text) || /^[0-9a-fA-F]{64}$/.test(text)
      ? undefined
      : {
          en: `A passphrase has 8 to 63 printable ASCII characters (or is a key of 64 hexadecimal digits); this one has ${text.length}.`,
          ja: `パスフレーズは 8 から 63 文字の印字可能な ASCII 文字（または 64 桁の 16 進数の鍵）です。これは ${text.length} 文字です。`,
        },
);

export const channel: ScalarSchema<number | 'auto'> = {
  kind: 'scalar',
  type: 'integer',
  shape: { en: 'a channel number, or `auto`', ja: 'チャネル番号または `auto`' },
  parse: (text) => (text === 'auto' ? ok('auto') : integer(1, 233).parse(text)),
  format: String,
  json: { anyOf: [{ const: 'auto' }, { type: 'integer', minimum: 1, maximum: 233 }] },
  values: [
    {
      value: 'auto',
      docs: {
        en: 'hostapd looks for a free channel when it starts.',
        ja: 'hostapd が起動時に空いているチャネルを探します。',
      },
    },
  ],
};

export const country = pattern({
  type: 'country',
  shape: {
    en: 'a country code of two capital letters such as JP',
    ja: 'JP のような 2 文字の国コード（大文字）',
  },
  pattern: /^[A-Z]{2}$/,
});

/** The keys of hostapd.conf: lower-case words. Keys that name files or programs are refused, since they would let a spec reach outside. */
const hostapdKey: ScalarSchema<string> = {
  kind: 'scalar',
  type: 'key',
  shape: { en: 'a key of hostapd.conf', ja: 'hostapd.conf のキー' },
  parse(text) {
    if (!/^[a-z][a-z0-9_]{1,40}$/.test(text))
      return fail(
        `\`${clip(text)}\` is not a key of hostapd.conf.`,
        `\`${clip(text)}\` は hostapd.conf のキーではありません。`,
      );
    return /(?:_file|_dir|_script|_path|^ctrl_interface|_cert|_key_passwd|^interface|^bridge|^driver|^include|^dump)/.test(
      text,
    ) || text.endsWith('_interface')
      ? fail(
          `\`${text}\` names a file, a program or an interface; that is not for the spec to choose.`,
          `\`${text}\` はファイルやプログラム、インターフェースを指定するキーなので、ここでは使えません。`,
        )
      : ok(text);
  },
  format: String,
  json: { type: 'string', pattern: '^[a-z][a-z0-9_]{1,40}$' },
};

const hostapdValue = pattern({
  type: 'string',
  shape: { en: 'a value of printable ASCII characters', ja: '印字可能な ASCII 文字の値' },
  pattern: /^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/,
  json: { type: ['string', 'number'] },
});

export const accessPoint = object({
  interface: field(interfaceName, {
    summary: { en: 'The radio.', ja: '無線インターフェースです。' },
    required: true,
    examples: ['wlan0'],
  }),
  ssid: field(ssid, {
    summary: { en: 'The name of the network.', ja: 'ネットワーク名（SSID）です。' },
    required: true,
    examples: ['Borealis'],
  }),
  passphrase: field(passphrase, {
    summary: {
      en: 'The passphrase, best as the name of a secret.',
      ja: 'パスフレーズ。シークレットの名前で書くことをお勧めします。',
    },
    detail: {
      en: '`${secret:wifi}` keeps the phrase out of the file: VS Code asks for it once and stores it in the system keychain; the command line reads `ROUTER_SPEC_SECRET_WIFI`.',
      ja: '`${secret:wifi}` と書けば、ファイルにパスフレーズを残さずに済みます。VS Code は一度だけ尋ねて OS のキーチェーンに保存し、コマンドラインは環境変数 `ROUTER_SPEC_SECRET_WIFI` を読みます。',
    },
    required: true,
    examples: ['${secret:wifi}'],
  }),
  country: field(country, {
    summary: { en: 'The country whose radio rules apply.', ja: '電波の規制を適用する国です。' },
    detail: {
      en: 'Without a country no 5 GHz access point may transmit.',
      ja: '国の指定がないと、5 GHz のアクセスポイントは送信できません。',
    },
    default: 'JP',
    examples: ['JP'],
  }),
  band: field(
    choice({
      '2.4GHz': { en: 'Far and slow; crowded.', ja: '遠くまで届きますが低速で、混雑しがちです。' },
      '5GHz': { en: 'Fast; the usual choice.', ja: '高速です。通常はこれを選びます。' },
      '6GHz': {
        en: 'Fast and empty; needs WPA3 and 802.11ax.',
        ja: '高速で空いています。WPA3 と 802.11ax が必要です。',
      },
    }),
    { summary: { en: 'The frequency band.', ja: '周波数帯です。' }, default: '5GHz' },
  ),
  channel: field(channel, {
    summary: { en: 'The channel.', ja: 'チャネルです。' },
    detail: {
      en: 'Channels 52 to 144 are shared with radar: the radio listens for 60 seconds before it sends.',
      ja: '52 から 144 はレーダーと共用のため、送信を始める前に 60 秒間の確認が必要です。',
    },
    default: { en: '36 in 5 GHz, 6 in 2.4 GHz, 37 in 6 GHz', ja: '5 GHz は 36、2.4 GHz は 6、6 GHz は 37' },
    examples: ['36', 'auto'],
  }),
  width: field(
    choice({
      '20': { en: '20 MHz', ja: '20 MHz' },
      '40': { en: '40 MHz', ja: '40 MHz' },
      '80': { en: '80 MHz', ja: '80 MHz' },
      '160': { en: '160 MHz', ja: '160 MHz' },
    }),
    {
      summary: { en: 'The width of the channel in MHz.', ja: 'チャネル幅（MHz）です。' },
      default: { en: '80 in 5 and 6 GHz, 20 in 2.4 GHz', ja: '5・6 GHz では 80、2.4 GHz では 20' },
      examples: ['80'],
    },
  ),
  standards: field(
    list(
      choice({
        n: { en: '802.11n (Wi-Fi 4)', ja: '802.11n（Wi-Fi 4）' },
        ac: { en: '802.11ac (Wi-Fi 5)', ja: '802.11ac（Wi-Fi 5）' },
        ax: { en: '802.11ax (Wi-Fi 6)', ja: '802.11ax（Wi-Fi 6）' },
      }),
      { en: 'a standard', ja: '規格' },
    ),
    {
      summary: { en: 'The 802.11 standards that the radio speaks.', ja: '使用する 802.11 規格です。' },
      default: {
        en: '`[n, ac]` in 5 GHz, `[n]` in 2.4 GHz, `[ax]` in 6 GHz',
        ja: '5 GHz は `[n, ac]`、2.4 GHz は `[n]`、6 GHz は `[ax]`',
      },
      examples: ['[n, ac]'],
    },
  ),
  security: field(
    choice({
      wpa2: { en: 'WPA2: every device can.', ja: 'WPA2。ほぼすべての機器が対応しています。' },
      'wpa2-wpa3': { en: 'Both: new devices use WPA3.', ja: '両対応。新しい機器は WPA3 を使います。' },
      wpa3: { en: 'WPA3 alone: old devices cannot join.', ja: 'WPA3 のみ。古い機器は接続できません。' },
    }),
    {
      summary: { en: 'How the network is protected.', ja: 'ネットワークの保護方式です。' },
      default: {
        en: '`wpa2` in 2.4 and 5 GHz, `wpa3` in 6 GHz',
        ja: '2.4・5 GHz では `wpa2`、6 GHz では `wpa3`',
      },
      examples: ['wpa2'],
    },
  ),
  options: field(map(hostapdKey, hostapdValue), {
    summary: { en: 'Any other key of hostapd.conf.', ja: 'そのほかの hostapd.conf のキーです。' },
    examples: ['{ dtim_period: 2 }'],
  }),
});

export const wifi = list(accessPoint, { en: 'an access point', ja: 'アクセスポイント' });
