import { choice, integer } from '../scalars.ts';
import { interfaceName, linePrefix } from '../scalars-net.ts';
import { field, object } from '../schema-types.ts';

/** `wan`: the line toward the provider. */
export const wan = object({
  interface: field(interfaceName, {
    summary: {
      en: 'The port that the ONU or the gateway is plugged into.',
      ja: 'ONU またはホームゲートウェイにつながるポートです。',
    },
    required: true,
    examples: ['eth0'],
  }),
  prefix: field(linePrefix, {
    summary: {
      en: 'The IPv6 prefix that the line was given.',
      ja: '回線に割り当てられた IPv6 プレフィックスです。',
    },
    detail: {
      en: 'Everything about IPv4 is computed from it: some of its bits are part of your IPv4 address, others choose your ports. Find it with `ip -6 addr show dev eth0`; an address copied from there is accepted too. It can change when the line is moved or upgraded.',
      ja: 'IPv4 に関する値はすべてここから計算されます。一部のビットが IPv4 アドレスの一部に、別のビットが使えるポートになります。`ip -6 addr show dev eth0` で確認でき、そこからコピーしたアドレスもそのまま書けます。引っ越しや回線の変更で変わることがあります。',
    },
    required: true,
    examples: ['240b:10:1234:5600::/64'],
  }),
  'prefix-source': field(
    choice({
      ra: {
        en: 'Router advertisements: a /64 line (フレッツ 光ネクスト without ひかり電話).',
        ja: 'RA（ルーター広告）。ひかり電話なしのフレッツ 光ネクストのような /64 の回線です。',
      },
      'dhcpv6-pd': {
        en: 'DHCPv6 prefix delegation: a /56 or /48 line (光クロス, or with ひかり電話).',
        ja: 'DHCPv6-PD（プレフィックス委譲）。光クロスや、ひかり電話ありの /56・/48 の回線です。',
      },
    }),
    {
      summary: { en: 'How the line hands out the prefix.', ja: '回線がプレフィックスを配る方法です。' },
      default: {
        en: '`ra` for a /64, `dhcpv6-pd` for a shorter prefix',
        ja: '/64 なら `ra`、それより短ければ `dhcpv6-pd`',
      },
    },
  ),
  mtu: field(integer(576, 9000, { what: { en: 'a size in bytes', ja: 'バイト数' } }), {
    summary: {
      en: 'The largest packet of the line, in bytes.',
      ja: '回線で送れる最大パケット長（バイト）です。',
    },
    detail: {
      en: 'The NGN has 1500. IPv6 needs at least 1280 (RFC 8200 section 5).',
      ja: 'NGN は 1500 です。IPv6 には最低でも 1280 が必要です（RFC 8200 5 章）。',
    },
    default: '1500',
    examples: ['1500'],
  }),
});
