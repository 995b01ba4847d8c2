import type { Path } from '../../problem.ts';
import type { Text } from '../../text.ts';
import { TUNNEL_DEFAULTS } from '../../derive/line.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { hostapdConf } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

/** What already has an interface that a radio cannot be. */
function takenBy({ spec }: RuleContext): { name: string; path: Path; what: Text }[] {
  const taken: { name: string | undefined; path: Path; what: Text }[] = [
    { name: spec.wan?.interface, path: ['wan', 'interface'], what: { en: 'the WAN port', ja: 'WAN ポート' } },
    {
      name: spec.lan?.interface ?? 'br0',
      path: ['lan', 'interface'],
      what: { en: 'the bridge of the LAN', ja: 'LAN のブリッジ' },
    },
    {
      name: spec.tunnel?.interface ?? TUNNEL_DEFAULTS.interface,
      path: ['tunnel', 'interface'],
      what: { en: 'the tunnel', ja: 'トンネル' },
    },
  ];
  return taken.flatMap(({ name, ...rest }) => (name === undefined ? [] : [{ name, ...rest }]));
}

export const interfaceConflict = defineRule({
  code: 'wifi/interface-conflict',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'An access point has an interface that is taken',
    ja: 'アクセスポイントのインターフェースがほかで使われている',
  },
  explanation: {
    en: 'One radio interface carries one access point of this format: a second hostapd on it fails to start. And the WAN port, the bridge and the tunnel are no radios. Give each access point an interface of its own (`iw dev` lists them); for a second network on the same radio make another virtual interface first.',
    ja: 'この書式では、1 つの無線インターフェースに作れるアクセスポイントは 1 つです。同じインターフェースを使う 2 つ目の hostapd は起動しません。また、WAN ポート、ブリッジ、トンネルは無線ではありません。アクセスポイントごとに別のインターフェースを指定してください（`iw dev` で確認できます）。同じ無線で 2 つ目のネットワークを作るには、先に仮想インターフェースを追加します。',
  },
  sources: [hostapdConf('interface')],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
  - interface: wlan0
    ssid: Guests
    passphrase: \${secret:guests}
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
  - interface: wlan1
    ssid: Guests
    passphrase: \${secret:guests}
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

wifi:
  - interface: eth0
    ssid: Borealis
    passphrase: \${secret:wifi}
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
`,
    },
  ],
  check(context) {
    const { report } = context;
    const taken = takenBy(context);
    const radios = new Map<string, Path>();
    for (const { path, interface: name } of radiosOf(context)) {
      if (name === undefined) continue;
      const at = [...path, 'interface'];
      const first = radios.get(name);
      const other = taken.find((each) => each.name === name);
      if (other !== undefined) {
        report({
          at,
          message: {
            en: `\`${name}\` is ${other.what.en}, not a radio.`,
            ja: `\`${name}\` は${other.what.ja}で、無線インターフェースではありません。`,
          },
          related: [{ at: other.path, message: { en: 'It is used here.', ja: 'ここで使われています。' } }],
        });
      } else if (first !== undefined) {
        report({
          at,
          message: {
            en: `\`${name}\` has an access point already; a second hostapd cannot use it.`,
            ja: `\`${name}\` にはすでにアクセスポイントがあります。同じインターフェースで 2 つ目の hostapd は起動できません。`,
          },
          related: [
            { at: first, message: { en: 'The other access point.', ja: 'もう一方のアクセスポイントです。' } },
          ],
        });
      } else radios.set(name, at);
    }
  },
});
