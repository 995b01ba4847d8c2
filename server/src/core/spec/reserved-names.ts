import type { Text } from '../text.ts';

/**
 * The names that the kernel has for itself: the loopback, and what stands beside the interfaces in /proc/sys/net/ipv4/conf
 * (Linux, Documentation/networking/ip-sysctl.rst, "conf/all/*" and "conf/default/*").
 */
const RESERVED: Readonly<Record<string, Text>> = {
  lo: {
    en: '`lo` is reserved by the kernel for the loopback interface. Give the name of a real port, such as `eth0`.',
    ja: '`lo` はカーネルがループバック用に予約している名前です。`eth0` のような実際のポート名を指定してください。',
  },
  all: conf('all', {
    en: 'holds the settings of all interfaces at once',
    ja: '全インターフェース共通の設定',
  }),
  default: conf('default', {
    en: 'holds the settings for interfaces that are yet to come',
    ja: 'これから作られるインターフェースの初期設定',
  }),
};

function conf(name: string, what: Text): Text {
  return {
    en: `\`${name}\` is reserved by the kernel: the directory \`/proc/sys/net/ipv4/conf/${name}\` ${what.en}. Give the name of a port, such as \`eth0\`.`,
    ja: `\`${name}\` はカーネルの予約名です（\`/proc/sys/net/ipv4/conf/${name}\` は${what.ja}を入れるディレクトリーです）。\`eth0\` のようなポート名を指定してください。`,
  };
}

/** Why no interface can have a name that the kernel has for itself; nothing for all other names. */
export function reservedName(name: string): Text | undefined {
  return Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined;
}
