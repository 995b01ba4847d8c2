import { PROVIDERS } from '../../isp/providers.ts';
import type { Text } from '../../text.ts';
import { fail, ok } from '../../net/result.ts';
import { boolean, choice, integer, pattern, secretOr } from '../scalars.ts';
import {
  aftr,
  interfaceIdentifier,
  interfaceName,
  ipv4,
  ipv4Prefix,
  ipv6,
  ipv6Prefix,
} from '../scalars-net.ts';
import { either, field, list, object } from '../schema-types.ts';
import type { ScalarSchema } from '../schema-types.ts';

/** `tunnel`: IPv4 over IPv6. */

/** How each provider carries IPv4, for whoever does not know it by the name of the service. */
const METHODS = { 'map-e': 'MAP-E', 'ds-lite': 'DS-Lite', ipip: 'IPIP' } as const;

const providers: Record<string, Text> = Object.fromEntries(
  PROVIDERS.map(({ id, name, method }) => [
    id,
    { en: `${name.en}: ${METHODS[method]}.`, ja: `${name.ja}（${METHODS[method]}）` },
  ]),
);
providers.custom = { en: 'A rule of your own, given under `rule`.', ja: '`rule` に自分でルールを書きます。' };

/** An encapsulation limit (RFC 2473 section 4.1.1), or none. */
const encapsulationLimit: ScalarSchema<number | 'none'> = {
  kind: 'scalar',
  type: 'integer',
  shape: { en: '`none` or a number from 0 to 255', ja: '`none` または 0 から 255 までの数' },
  parse: (text) => (text === 'none' ? ok('none') : integer(0, 255).parse(text)),
  format: String,
  json: { anyOf: [{ const: 'none' }, { type: 'integer', minimum: 0, maximum: 255 }] },
  values: [
    {
      value: 'none',
      docs: {
        en: 'No option header: 8 bytes saved on every packet.',
        ja: 'オプションヘッダーを付けません。パケットごとに 8 バイト節約できます。',
      },
    },
  ],
};

/** true: the MSS that fits the tunnel; false: no clamp; a number: that MSS. */
const mssClamp: ScalarSchema<boolean | number> = {
  kind: 'scalar',
  type: 'integer',
  shape: {
    en: '`true`, `false`, or a segment size in bytes',
    ja: '`true`、`false`、またはセグメント長（バイト）',
  },
  parse: (text) => (/^\d/.test(text) ? integer(64, 9000).parse(text) : boolean.parse(text)),
  format: String,
  json: { anyOf: [{ type: 'boolean' }, { type: 'integer', minimum: 64, maximum: 9000 }] },
  values: boolean.values ?? [],
};

const plainUrl = pattern({
  type: 'url',
  shape: { en: 'an http(s) address', ja: 'http(s) のアドレス' },
  pattern: /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/-]*)?$/,
});

/** User and password stand in keys of their own, so that they can be secrets; the router puts the address together. */
const url: ScalarSchema<string> = {
  ...plainUrl,
  parse(text) {
    const bare = text.replace(/^(https?:\/\/)[^/@]*@/, '$1').replace(/[?#].*$/, '');
    return bare !== text && plainUrl.parse(bare).ok
      ? fail(
          'Write the address alone: leave out a query (`?…`). User and password have keys of their own, `user` and `password`.',
          'アドレスだけを書いてください。クエリー（`?…`）は不要です。ユーザー名とパスワードは専用のキー `user` と `password` に書きます。',
        )
      : plainUrl.parse(text);
  },
};

const printable: Text = { en: 'a text of printable ASCII characters', ja: '印字可能な ASCII 文字列' };
const credential = secretOr(printable, (text) =>
  /^[\x20-\x7e]{1,128}$/.test(text)
    ? undefined
    : {
        en: 'Only printable ASCII characters, at most 128 of them.',
        ja: '印字可能な ASCII 文字、128 文字以内で指定してください。',
      },
);

const rule = object({
  'ipv6-prefix': field(ipv6Prefix, {
    summary: {
      en: 'The Rule IPv6 prefix: the part of the prefix that all subscribers of the rule share.',
      ja: 'ルール IPv6 プレフィックス。そのルールの加入者全員に共通する部分です。',
    },
    required: true,
    examples: ['2001:db8::/40'],
  }),
  'ipv4-prefix': field(ipv4Prefix, {
    summary: {
      en: 'The Rule IPv4 prefix: where the IPv4 addresses of the rule come from.',
      ja: 'ルール IPv4 プレフィックス。そのルールの IPv4 アドレスの範囲です。',
    },
    required: true,
    examples: ['192.0.2.0/24'],
  }),
  'ea-length': field(integer(0, 48), {
    summary: {
      en: 'How many bits after the Rule IPv6 prefix carry the IPv4 suffix and the PSID (EA bits).',
      ja: 'ルール IPv6 プレフィックスの後ろで、IPv4 サフィックスと PSID を表すビット数（EA ビット長）です。',
    },
    required: true,
    examples: ['16'],
  }),
  'psid-offset': field(integer(0, 15), {
    summary: {
      en: 'How many bits of a port come before the PSID; they keep the well-known ports out (RFC 7597 section 5.1).',
      ja: 'ポート番号の中で PSID より前に来るビット数です。ウェルノウンポートを除外します（RFC 7597 5.1 節）。',
    },
    default: '6',
    examples: ['6', '4'],
  }),
  'psid-length': field(integer(0, 16), {
    summary: {
      en: 'The length of the PSID in bits: 2 to this power subscribers share one IPv4 address.',
      ja: 'PSID のビット長です。2 のこの乗数の加入者が 1 つの IPv4 アドレスを共有します。',
    },
    default: { en: 'what the prefix lengths leave', ja: 'プレフィックス長から決まる値' },
    examples: ['8'],
  }),
});

/** Where IPv4 goes: all of it into the tunnel, or what carries a mark, or what comes from certain subnets. */
const route = either(
  choice({ default: { en: 'All IPv4 goes into the tunnel.', ja: 'IPv4 をすべてトンネルに流します。' } }),
  object({
    mark: field(
      integer(1, 0xffffffff, { hex: true, what: { en: 'a firewall mark', ja: 'ファイアウォールマーク' } }),
      {
        summary: {
          en: 'Packets with this firewall mark go into the tunnel; others do only by `from`.',
          ja: 'このファイアウォールマークが付いたパケットをトンネルに流します。それ以外は `from` に一致するものだけです。',
        },
        examples: ['0x64'],
      },
    ),
    from: field(list(ipv4Prefix, { en: 'a subnet', ja: 'サブネット' }), {
      summary: {
        en: 'Packets from these subnets go into the tunnel; others do only by `mark`.',
        ja: 'これらのサブネットからのパケットをトンネルに流します。それ以外は `mark` に一致するものだけです。',
      },
      examples: ['[10.100.0.0/24]'],
    }),
  }),
);

export const tunnel = object({
  method: field(
    choice({
      'map-e': {
        en: 'MAP-E (RFC 7597): the router does NAT into its share of the ports of an IPv4 address.',
        ja: 'MAP-E（RFC 7597）。共有 IPv4 アドレスのうち割り当てられたポートに、ルーターが NAT します。',
      },
      'ds-lite': {
        en: 'DS-Lite (RFC 6333): the provider does NAT; no port can be forwarded.',
        ja: 'DS-Lite（RFC 6333）。NAT は事業者側で行われ、ポート転送はできません。',
      },
      ipip: {
        en: 'A fixed IPv4 address in a plain IPv4-in-IPv6 tunnel (v6プラス 固定IP and the like).',
        ja: '固定 IPv4 アドレスを IPIP トンネルで使います（v6プラス 固定IP など）。',
      },
    }),
    {
      summary: { en: 'How IPv4 crosses the IPv6 line.', ja: 'IPv6 回線で IPv4 を通す方式です。' },
      default: { en: "the provider's", ja: '事業者の方式' },
    },
  ),
  provider: field(choice(providers), {
    summary: { en: 'The service whose rules apply.', ja: '利用しているサービスです。' },
    detail: {
      en: 'Providers publish none of these tables; they are the common knowledge of people who run their own routers. Override them with `rule` and `border-relay` where you know better.',
      ja: 'ルール表は事業者が公開しているものではなく、自作ルーター利用者の間で共有されてきた情報です。正しい値が分かっている場合は `rule` と `border-relay` で上書きできます。',
    },
    default: {
      en: 'found from the prefix, where only one fits',
      ja: 'プレフィックスから一意に決まればその事業者',
    },
    examples: ['v6plus'],
  }),
  'border-relay': field(ipv6, {
    summary: {
      en: 'The IPv6 address of the border relay (BR), the far end of the tunnel.',
      ja: 'トンネルの対向であるボーダーリレー（BR）の IPv6 アドレスです。',
    },
    default: {
      en: "the provider's for this prefix, where it is known",
      ja: 'このプレフィックスに対する事業者の BR（分かっている場合）',
    },
    examples: ['2001:db8:ffff::64'],
  }),
  aftr: field(aftr, {
    summary: {
      en: 'The AFTR, the far end of a DS-Lite tunnel.',
      ja: 'DS-Lite トンネルの対向である AFTR です。',
    },
    detail: {
      en: 'A name is resolved over IPv6 before the tunnel comes up. Addresses move; names stay.',
      ja: '名前はトンネルを上げる前に IPv6 で解決します。アドレスは変わることがあるので、名前の指定をお勧めします。',
    },
    default: { en: "the provider's", ja: '事業者の AFTR' },
    examples: ['gw.transix.jp'],
  }),
  address: field(ipv4, {
    summary: {
      en: 'The fixed IPv4 address of an `ipip` contract.',
      ja: '`ipip`（固定 IP）契約の IPv4 アドレスです。',
    },
    examples: ['203.0.113.5'],
  }),
  'local-id': field(interfaceIdentifier, {
    summary: {
      en: 'The interface identifier that the provider handed out for the near end of an `ipip` tunnel.',
      ja: '`ipip` トンネルのこちら側に使うよう事業者から指定されたインターフェース ID です。',
    },
    examples: ['::feed'],
  }),
  update: field(
    object({
      url: field(url, {
        summary: {
          en: 'The address that is told when the prefix changes.',
          ja: 'プレフィックスが変わったときに通知する URL です。',
        },
        required: true,
      }),
      user: field(credential, { summary: { en: 'The user name for it.', ja: '通知用のユーザー名です。' } }),
      password: field(credential, {
        summary: { en: 'The password for it.', ja: '通知用のパスワードです。' },
        examples: ['${secret:update}'],
      }),
    }),
    {
      summary: {
        en: 'How the provider of a fixed address is told that the prefix changed.',
        ja: '固定 IP の事業者にプレフィックスの変更を知らせる方法です。',
      },
    },
  ),
  rule: field(rule, {
    summary: {
      en: 'A mapping rule (BMR) of your own, for `provider: custom` or instead of the table.',
      ja: '自分で書くマッピングルール（BMR）。`provider: custom` のとき、または表の値を上書きするときに使います。',
    },
  }),
  psid: field(integer(0, 65535), {
    summary: {
      en: 'The PSID as a plain number, only where it does not come from the prefix.',
      ja: 'PSID の値（通常の数値）。プレフィックスから決まらない場合にだけ指定します。',
    },
    examples: ['52'],
  }),
  'interface-id': field(
    choice({
      'map-draft-03': {
        en: 'The layout of draft-ietf-softwire-map-03, which the Japanese services use.',
        ja: 'draft-ietf-softwire-map-03 の形式。日本のサービスはこちらです。',
      },
      rfc7597: { en: 'The layout of RFC 7597 section 6.', ja: 'RFC 7597 6 章の形式です。' },
    }),
    {
      summary: {
        en: 'How the lower half of the CE address is built.',
        ja: 'CE アドレスの下位 64 ビットの作り方です。',
      },
      default: {
        en: "the provider's; `rfc7597` for a custom rule",
        ja: '事業者の形式。`custom` では `rfc7597`',
      },
    },
  ),
  interface: field(interfaceName, {
    summary: { en: 'The name of the tunnel interface.', ja: 'トンネルインターフェースの名前です。' },
    default: 'ip6tnl1',
    examples: ['ip6tnl1'],
  }),
  mtu: field(integer(576, 8960, { what: { en: 'a size in bytes', ja: 'バイト数' } }), {
    summary: {
      en: 'The largest IPv4 packet that fits the tunnel, in bytes.',
      ja: 'トンネルを通れる最大の IPv4 パケット長（バイト）です。',
    },
    detail: {
      en: 'The IPv6 header takes 40 bytes of `wan.mtu` (RFC 2473 section 7), an encapsulation limit 8 more.',
      ja: '`wan.mtu` から IPv6 ヘッダーの 40 バイトを引いた値です（RFC 2473 7 章）。カプセル化制限を使うとさらに 8 バイト減ります。',
    },
    default: {
      en: '`wan.mtu` - 40 (- 8 with an encapsulation limit)',
      ja: '`wan.mtu` - 40（カプセル化制限があればさらに - 8）',
    },
    examples: ['1460'],
  }),
  'encapsulation-limit': field(encapsulationLimit, {
    summary: {
      en: 'How often a packet may be put into further tunnels (RFC 2473 section 4.1.1).',
      ja: 'パケットをさらにカプセル化できる回数の上限です（RFC 2473 4.1.1 節）。',
    },
    detail: {
      en: 'Anything but `none` puts an option header on every packet. Linux uses 4 unless told otherwise.',
      ja: '`none` 以外にすると、すべてのパケットにオプションヘッダーが付きます。Linux の既定値は 4 です。',
    },
    default: 'none',
    examples: ['none'],
  }),
  'mss-clamp': field(mssClamp, {
    summary: {
      en: 'Tell both ends of a TCP connection to send segments that fit the tunnel.',
      ja: 'TCP の両端に、トンネルに収まるセグメント長を使わせます。',
    },
    detail: {
      en: 'Without it downloads stall wherever ICMP is filtered on the way.',
      ja: 'これがないと、途中で ICMP が遮断されている相手からのダウンロードが止まります。',
    },
    default: 'true',
    examples: ['true', '1420'],
  }),
  route: field(route, {
    summary: {
      en: 'Which IPv4 packets go into the tunnel.',
      ja: 'どの IPv4 パケットをトンネルに流すかを決めます。',
    },
    detail: {
      en: 'Something other than `default` is for a router that has another IPv4 uplink (PPPoE, say) beside the tunnel. With `mark` and `from` together, what fits either of them goes into the tunnel.',
      ja: '`default` 以外は、PPPoE など別の IPv4 回線を併用するルーターのための設定です。`mark` と `from` を両方指定すると、どちらかに一致するものがトンネルに流れます。',
    },
    default: 'default',
    examples: ['default', '{ mark: 0x64 }'],
  }),
});
