import { address, hints } from './parts.ts';
import type { DsLiteProvider, IpipProvider } from './types.ts';

/** Only the carrier's own resolvers answer for the name. */
const CARRIER_ONLY = {
  en: "The name is answered only by the carrier's resolvers.",
  ja: 'この名前は網内（事業者側）の DNS サーバーでしか解決できません。',
};

const TRANSIX: DsLiteProvider = {
  id: 'transix',
  name: { en: 'transix', ja: 'transix' },
  operator: { en: 'Internet Multifeed', ja: 'Internet Multifeed' },
  soldAs: ['IIJmio ひかり', 'IIJひかり', 'ZOOT NATIVE', 'BB.excite光', 'enひかり', 'InfoSphere'],
  method: 'ds-lite',
  interfaceIdForm: null,
  borderRelays: [],
  aftr: {
    name: 'gw.transix.jp',
    addresses: [
      { address: address('2404:8e00::feed:100'), area: 'east', confidence: 'high' },
      { address: address('2404:8e01::feed:100'), area: 'west', confidence: 'high' },
      { address: address('2404:8e00::feed:101'), area: 'east', confidence: 'low' },
      { address: address('2404:8e01::feed:101'), area: 'west', confidence: 'low' },
      { address: address('2403:7f00:4000:2000::126'), area: 'east', confidence: 'medium' },
      { address: address('2403:7f00:c000:1000::126'), area: 'west', confidence: 'medium' },
    ],
    resolution: CARRIER_ONLY,
  },
  prefixHints: [
    ...hints('github:ikm-san/openwrt', 'medium', ['2409:10::/30', '2409:250::/30']),
    ...hints('github:site-u2023/site-u2023.github.io', 'medium', ['2404:8e00::/32', '2404:8e01::/32']),
  ],
  mtu: 1460,
  portCount: null,
  fixedAddress: {
    name: { en: 'transix fixed IP', ja: 'transix IPv4接続（固定IP）' },
    prefixChange: {
      en: 'A request over IPv6 to a dynamic DNS URL, with user name and password.',
      ja: 'IPv6 でダイナミック DNS の URL へユーザー名とパスワードを付けて通知する。',
    },
    mtu: 1460,
    confidence: 'medium',
    sources: ['https://seil.jp/saw-mpc/doc/ug/internet/ipoe_transix-static.html'],
  },
  confidence: 'high',
  sources: [
    'https://seil.jp/saw-mpc/doc/ug/internet/ipoe_transix-dslite.html',
    'github:makeding/luci-app-fleth',
    'github:site-u2023/site-u2023.github.io',
    'github:imksoo/routerd',
    'https://y2lab.org/blog/inet/now-available-fixed-ipv4-service-in-interlink-8229/',
  ],
  note: {
    en: 'The AFTR addresses have moved: use the name. Users count about 1,024 ports to a line.',
    ja: 'AFTR のアドレスは変更されたことがあるため、名前で指定してください。利用できるポートは 1 回線あたり約 1,024 と言われています。',
  },
};

const XPASS: DsLiteProvider = {
  id: 'xpass',
  name: { en: 'Xpass', ja: 'クロスパス' },
  operator: { en: 'ARTERIA Networks', ja: 'ARTERIA Networks' },
  soldAs: ['楽天ひかり', 'BB.exciteコネクト', 'enひかり', 'GameWith光', 'Tigers-net'],
  method: 'ds-lite',
  interfaceIdForm: null,
  borderRelays: [],
  aftr: {
    name: 'dgw.xpass.jp',
    addresses: [{ address: address('2001:f60:0:200::1:1'), area: null, confidence: 'medium' }],
    resolution: {
      en: 'The name can be resolved anywhere; the AFTR answers only inside the network.',
      ja: '名前は網外でも解決できますが、AFTR は網内からしか応答しません。',
    },
  },
  prefixHints: hints('github:site-u2023/site-u2023.github.io', 'medium', ['2001:f60::/28', '2001:f70::/29']),
  mtu: 1460,
  portCount: null,
  fixedAddress: {
    name: { en: 'Xpass fixed IP', ja: 'クロスパス（固定IP）' },
    prefixChange: null,
    mtu: null,
    confidence: 'low',
    sources: ['github:makeding/luci-app-fleth'],
  },
  confidence: 'medium',
  sources: ['github:site-u2023/site-u2023.github.io', 'github:makeding/luci-app-fleth'],
  note: null,
};

const V6_CONNECT: DsLiteProvider = {
  id: 'v6-connect',
  name: { en: 'v6 connect', ja: 'v6 コネクト' },
  operator: { en: 'ASAHI Net', ja: 'ASAHI Net' },
  soldAs: ['ASAHIネット 光'],
  method: 'ds-lite',
  interfaceIdForm: null,
  borderRelays: [],
  aftr: {
    name: 'dslite.v6connect.net',
    addresses: [{ address: address('2001:c28:5:301::11'), area: null, confidence: 'low' }],
    resolution: CARRIER_ONLY,
  },
  prefixHints: hints('github:site-u2023/site-u2023.github.io', 'medium', ['2405:6580::/29', '2001:c28::/32']),
  mtu: 1460,
  portCount: null,
  fixedAddress: {
    name: { en: 'v6 connect fixed IP', ja: 'v6 コネクト（固定IP）' },
    prefixChange: {
      en: 'A request to an update server, with user id and password.',
      ja: 'アップデートサーバーへユーザー ID とパスワードを付けて通知する。',
    },
    mtu: null,
    confidence: 'medium',
    sources: ['https://gist.github.com/miio/bad29cf67971c67413d0b49a72adc742'],
  },
  confidence: 'medium',
  sources: ['github:site-u2023/site-u2023.github.io', 'github:makeding/luci-app-fleth'],
  note: {
    en: 'Also handed out by HB46PP, the provisioning of the Japanese providers over HTTP.',
    ja: 'HB46PP（国内標準プロビジョニング方式）でも配布されています。',
  },
};

const OCX: IpipProvider = {
  id: 'ocx',
  name: { en: 'OCX Hikari Internet', ja: 'OCX光 インターネット' },
  operator: { en: 'BBIX', ja: 'BBIX' },
  soldAs: ['OCX光 インターネット'],
  method: 'ipip',
  interfaceIdForm: 'map-draft-03',
  borderRelays: [],
  aftr: null,
  prefixHints: [],
  mtu: 1460,
  portCount: 65536,
  fixedAddress: {
    name: { en: 'OCX Hikari Internet', ja: 'OCX光 インターネット' },
    prefixChange: {
      en: 'HB46PP: the rule is fetched again.',
      ja: 'HB46PP でルールを再取得する。',
    },
    mtu: 1460,
    confidence: 'medium',
    sources: ['https://ocx-hikari.net/technical'],
  },
  confidence: 'medium',
  sources: ['https://ocx-hikari.net/technical'],
  note: {
    en: 'The border relay and the interface identifier are handed out; packets must not carry an encapsulation limit.',
    ja: 'BR とインターフェース ID は個別に通知されます。カプセル化制限は設定しないよう案内されています。',
  },
};

/** The DS-Lite services. */
export const DS_LITE_PROVIDERS: readonly DsLiteProvider[] = [TRANSIX, XPASS, V6_CONNECT];

/** Services that have a plain tunnel with a fixed address and nothing else. */
export const IPIP_PROVIDERS: readonly IpipProvider[] = [OCX];
