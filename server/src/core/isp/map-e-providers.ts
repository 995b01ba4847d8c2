import { address, hints } from './parts.ts';
import { BIGLOBE_RULES } from './rules/biglobe.ts';
import { NURO_RULES } from './rules/nuro.ts';
import { OCN_RULES } from './rules/ocn.ts';
import { V6PLUS_RULES } from './rules/v6plus.ts';
import type { MapEProvider } from './types.ts';

/** Where the rule tables come from; the providers give theirs to makers of devices only. */
const CALCULATORS = [
  'http://ipv4.web.fc2.com/map-e.html',
  'github:makeding/luci-app-fleth',
  'github:site-u2023/config-software',
  'github:missing233/map-e',
];

const V6PLUS: MapEProvider = {
  id: 'v6plus',
  name: { en: 'v6plus', ja: 'v6プラス' },
  operator: { en: 'JPIX (formerly JPNE)', ja: 'JPIX（旧 JPNE）' },
  soldAs: ['So-net', 'GMOとくとくBB', '@nifty', 'DMM光', 'enひかり', 'ic-net', 'おてがる光', '21ip.jp'],
  method: 'map-e',
  interfaceIdForm: 'map-draft-03',
  psidOffset: 4,
  psidLength: 8,
  endUserPrefixLength: 56,
  ruleTables: V6PLUS_RULES,
  borderRelays: [
    { address: address('2404:9200:225:100::64'), method: 'map-e', area: null, confidence: 'high' },
    { address: address('2404:9200:225:100::65'), method: 'ipip', area: null, confidence: 'medium' },
  ],
  aftr: null,
  prefixHints: [],
  mtu: 1460,
  portCount: 240,
  fixedAddress: {
    name: { en: 'v6plus fixed IP', ja: 'v6プラス 固定IP' },
    prefixChange: {
      en: 'An HTTP GET from the CE address to an update URL, with user name and password.',
      ja: 'CE アドレスからアップデート URL へユーザー名とパスワード付きで HTTP GET する。',
    },
    mtu: null,
    confidence: 'medium',
    sources: ['github:NadjaSenpai/unifi-v6plus-static-ip', 'github:makeding/luci-app-fleth'],
  },
  confidence: 'high',
  sources: [...CALCULATORS, 'github:fakemanhk/openwrt-jp-ipoe'],
  note: null,
};

const OCN: MapEProvider = {
  id: 'ocn',
  name: { en: 'OCN Virtual Connect', ja: 'OCN バーチャルコネクト' },
  operator: { en: 'NTT Communications', ja: 'NTT Communications' },
  soldAs: ['OCN インターネット', 'OCN 光', 'ぷらら'],
  method: 'map-e',
  interfaceIdForm: 'map-draft-03',
  psidOffset: 6,
  psidLength: 6,
  endUserPrefixLength: 56,
  ruleTables: OCN_RULES,
  borderRelays: [
    { address: address('2001:380:a120::9'), method: 'map-e', area: null, confidence: 'high' },
    { address: address('2001:380:a120::a'), method: 'ipip', area: null, confidence: 'medium' },
  ],
  aftr: null,
  prefixHints: hints('github:site-u2023/site-u2023.github.io', 'high', ['2400:4050::/30', '2400:4150::/30']),
  mtu: 1460,
  portCount: 1008,
  fixedAddress: {
    name: { en: 'OCN IPoE fixed IP', ja: 'OCN IPoE 固定IP' },
    prefixChange: null,
    mtu: null,
    confidence: 'low',
    sources: ['github:makeding/luci-app-fleth'],
  },
  confidence: 'high',
  sources: [
    ...CALCULATORS,
    'https://benedicam-te.blogspot.com/2020/05/map-e-router-by-debian-box-iptables.html',
  ],
  note: {
    en: 'Some of the 160 rules are known from one source only.',
    ja: '160 ルールの一部は 1 つの情報源でしか確認できていません。',
  },
};

const BIGLOBE: MapEProvider = {
  id: 'biglobe',
  name: { en: 'BIGLOBE IPv6 Option', ja: 'BIGLOBE IPv6オプション' },
  operator: { en: 'BIGLOBE', ja: 'BIGLOBE' },
  soldAs: ['BIGLOBE光', 'ビッグローブ光', 'BB.excite光 10G (MAP-E)', 'おてがる光'],
  method: 'map-e',
  interfaceIdForm: 'map-draft-03',
  psidOffset: 4,
  psidLength: 8,
  endUserPrefixLength: 56,
  ruleTables: BIGLOBE_RULES,
  borderRelays: [
    { address: address('2001:260:700:1::1:275'), method: 'map-e', area: 'east', confidence: 'high' },
    { address: address('2001:260:700:1::1:276'), method: 'map-e', area: 'west', confidence: 'high' },
  ],
  aftr: null,
  prefixHints: [],
  mtu: 1460,
  portCount: 240,
  fixedAddress: null,
  confidence: 'high',
  sources: [...CALCULATORS, 'github:ikm-san/openwrt'],
  note: {
    en: 'Also handed out by HB46PP, the provisioning of the Japanese providers over HTTP.',
    ja: 'HB46PP（国内標準プロビジョニング方式）でも配布されています。',
  },
};

const NURO: MapEProvider = {
  id: 'nuro',
  name: { en: 'NURO Hikari', ja: 'NURO光' },
  operator: { en: 'Sony Network Communications', ja: 'Sony Network Communications' },
  soldAs: ['NURO光'],
  method: 'map-e',
  interfaceIdForm: 'map-draft-03',
  psidOffset: 4,
  psidLength: 8,
  endUserPrefixLength: 56,
  ruleTables: NURO_RULES,
  borderRelays: [
    { address: address('2001:3b8:200:ff9::1'), method: 'map-e', area: null, confidence: 'medium' },
  ],
  aftr: null,
  prefixHints: [],
  mtu: 1452,
  portCount: 240,
  fixedAddress: null,
  confidence: 'medium',
  sources: [
    'github:site-u2023/config-software',
    'github:site-u2023/site-u2023.github.io',
    'github:missing233/map-e',
  ],
  note: {
    en: 'Public set-ups use a tunnel MTU of 1452; why is not known. The interface identifier form has few reports.',
    ja: '公開されている設定例ではトンネル MTU に 1452 を使っていますが、理由は不明です。インターフェース ID の形式も報告が少数です。',
  },
};

/** The MAP-E services with publicly known rules. */
export const MAP_E_PROVIDERS: readonly MapEProvider[] = [V6PLUS, OCN, BIGLOBE, NURO];
