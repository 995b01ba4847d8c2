import { choice } from '../scalars.ts';
import { protocol, shortForward } from '../forward.ts';
import { lanEndpoint } from '../scalars-lan.ts';
import { port } from '../scalars-net.ts';
import { either, field, list, object } from '../schema-types.ts';

/** `nat`: port forwards, and how connections are spread over the port ranges. */

const longForward = object({
  protocol: field(protocol, {
    summary: { en: 'The protocol.', ja: 'プロトコルです。' },
    required: true,
  }),
  port: field(port, {
    summary: {
      en: 'The port outside: one of the port set.',
      ja: '外側のポート番号。割り当てられたポートの中から選びます。',
    },
    detail: {
      en: 'Packets to any other port go to another subscriber, who shares the address.',
      ja: 'それ以外のポート宛てのパケットは、同じアドレスを共有する別の加入者に届きます。',
    },
    required: true,
    examples: ['5472'],
  }),
  to: field(lanEndpoint, {
    summary: { en: 'The LAN host and its port.', ja: '転送先の LAN 内ホストとポートです。' },
    required: true,
    examples: ['10.100.0.10:22', 'nas:443'],
  }),
});

export const nat = object({
  forwards: field(list(either(shortForward, longForward), { en: 'a port forward', ja: 'ポート転送' }), {
    summary: {
      en: 'Ports that are passed on to hosts in the LAN.',
      ja: 'LAN 内のホストに転送するポートです。',
    },
    detail: {
      en: 'Short form: `tcp 5473 -> nas:443`. A DS-Lite line cannot have any.',
      ja: '短い書き方: `tcp 5473 -> nas:443`。DS-Lite の回線では使えません。',
    },
    examples: ['[tcp 5473 -> nas:443]'],
  }),
  allocation: field(
    choice({
      'port-map': {
        en: 'NAT into one contiguous range and a stateless one-to-one map onto the port set: the whole set is usable, and one UDP socket keeps one port.',
        ja: '連続した範囲に NAT してから、割り当てポートへ 1 対 1 でステートレスに変換します。全ポートを使い切れ、1 つの UDP ソケットは常に同じポートになります。',
      },
      'round-robin': {
        en: 'Each new connection takes the next range. Plain NAT rules, easier to read; ports strand when long connections pile up.',
        ja: '新しい接続ごとに次の範囲を使います。単純な NAT ルールで読みやすい反面、長い接続が溜まると空きポートが使えなくなります。',
      },
    }),
    {
      summary: {
        en: 'How connections are spread over the port ranges.',
        ja: '接続をポート範囲に割り当てる方法です。',
      },
      default: 'port-map',
    },
  ),
});
