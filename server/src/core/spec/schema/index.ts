import type { Text } from '../../text.ts';
import { integer, pattern } from '../scalars.ts';
import { hostLabel } from '../scalars-net.ts';
import { sysctlKey } from '../sysctl-key.ts';
import { field, list, map, object } from '../schema-types.ts';
import type { Infer } from '../schema-types.ts';
import { deploy } from './deploy.ts';
import { dns } from './dns.ts';
import { firewall } from './firewall.ts';
import { lan } from './lan.ts';
import { nat } from './nat.ts';
import { system } from './system.ts';
import { tunnel } from './tunnel.ts';
import { wan } from './wan.ts';
import { wifi } from './wifi.ts';

/** The schema of router.yaml: the one source of its types, JSON Schema, hover texts, completion and reference page. */

const sysctlValue = pattern({
  type: 'string',
  shape: { en: 'a number or a word', ja: '数値または単語' },
  pattern: /^-?[A-Za-z0-9][A-Za-z0-9_.,:/+-]{0,63}(?:[ \t][A-Za-z0-9_.,:/+-]{1,64}){0,7}$/,
  json: { type: ['string', 'number'] },
});

const packageName = pattern({
  type: 'package',
  shape: { en: 'the name of an Alpine package', ja: 'Alpine のパッケージ名' },
  pattern: /^[a-z0-9][a-z0-9+._-]{0,63}$/,
});
const serviceName = pattern({
  type: 'service',
  shape: { en: 'the name of an OpenRC service', ja: 'OpenRC のサービス名' },
  pattern: /^[a-z][a-z0-9_.-]{0,31}$/,
});
const item: Record<'package' | 'service', Text> = {
  package: { en: 'a package', ja: 'パッケージ' },
  service: { en: 'a service', ja: 'サービス' },
};

export const routerSchema = object({
  version: field(integer(1, 1), {
    summary: { en: 'The version of this format: 1.', ja: 'この書式のバージョン（1）です。' },
    required: true,
    examples: ['1'],
  }),
  hostname: field(hostLabel, {
    summary: { en: 'The name of the router.', ja: 'ルーターの名前です。' },
    default: 'router',
    examples: ['borealis'],
  }),
  system: field(system, { summary: { en: 'What the machine is.', ja: 'ルーター本体についての設定です。' } }),
  wan: field(wan, {
    summary: { en: 'The line toward the provider.', ja: '事業者への回線（WAN）です。' },
    required: true,
  }),
  tunnel: field(tunnel, {
    summary: { en: 'IPv4 over IPv6.', ja: 'IPv6 の上で IPv4 を使うためのトンネルです。' },
    required: true,
  }),
  lan: field(lan, {
    summary: { en: 'The LAN: its ports, its addresses, DHCP.', ja: 'LAN のポート、アドレス、DHCP です。' },
    required: true,
  }),
  dns: field(dns, { summary: { en: 'Name resolution for the LAN.', ja: 'LAN 向けの名前解決です。' } }),
  nat: field(nat, {
    summary: { en: 'Port forwards, and how the ports are used.', ja: 'ポート転送と、ポートの使い方です。' },
  }),
  firewall: field(firewall, {
    summary: { en: 'What may come in.', ja: '外部からの通信の可否です。' },
    detail: {
      en: 'A stateful firewall is always on; this block holds the exceptions.',
      ja: 'ステートフルファイアウォールは常に有効で、ここには例外を書きます。',
    },
  }),
  wifi: field(wifi, { summary: { en: 'Access points.', ja: 'Wi-Fi アクセスポイントです。' } }),
  sysctl: field(map(sysctlKey, sysctlValue), {
    summary: {
      en: 'Kernel settings on top of what the router needs.',
      ja: 'ルーターに必要なものに加えて設定するカーネルパラメーターです。',
    },
    examples: ['{ net.ipv4.conf.all.rp_filter: 0 }'],
  }),
  packages: field(list(packageName, item.package), {
    summary: {
      en: 'Packages besides those that the blocks above need.',
      ja: '上の設定で必要になるもの以外に入れるパッケージです。',
    },
    examples: ['[tcpdump]'],
  }),
  services: field(list(serviceName, item.service), {
    summary: {
      en: 'Services to start at boot besides those that the blocks above need.',
      ja: '上の設定で必要になるもの以外に、起動時に開始するサービスです。',
    },
    detail: {
      en: "The service's own name, not the package's: `sshd`, not `openssh`.",
      ja: 'パッケージ名ではなくサービス名です（`openssh` ではなく `sshd`）。',
    },
    examples: ['[haveged, openntpd]'],
  }),
  deploy: field(deploy, { summary: { en: 'How the router is reached.', ja: 'ルーターへの接続方法です。' } }),
});

/** A spec as it was read: every key may be absent. */
export type Spec = Infer<typeof routerSchema>;
