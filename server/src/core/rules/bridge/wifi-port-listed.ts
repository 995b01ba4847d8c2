import { lanPorts, removePort } from '../lan-ports.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf } from '../sources.ts';
import { indexed } from '../spec-values.ts';

export const wifiPortListed = defineRule({
  code: 'bridge/wifi-port-listed',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'A Wi-Fi interface is listed among the wired ports',
    ja: 'Wi-Fi インターフェースが有線ポートの一覧に含まれている',
  },
  explanation: {
    en: `Linux lets a radio into a bridge only once it is an access point (\`Operation not supported\` before), and that is hostapd's work: it sets the mode and then adds the radio to the bridge. Among \`lan.ports\` the radio is tried at boot, before hostapd runs, and fails; as the first of the ports it would also lend the bridge its MAC address.

List only wired ports. What stands under \`wifi\` joins by itself.`,
    ja: `Linux では、無線インターフェースはアクセスポイントモードになってからでないとブリッジに参加できません（それまでは \`Operation not supported\` になります）。モードの設定とブリッジへの追加は hostapd が行います。\`lan.ports\` に書くと hostapd の起動前に追加しようとして失敗するほか、先頭に書いた場合はブリッジの MAC アドレスにも使われてしまいます。

\`lan.ports\` には有線ポートだけを書いてください。\`wifi\` のインターフェースは自動で参加します。`,
  },
  sources: [hostapdConf('bridge')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1, eth2, wlan0]
  address: 10.100.0.1/24
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
`,
      good: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const radios = indexed(spec.wifi);
    for (const port of lanPorts(context)) {
      const radio = radios.find(([, { interface: name }]) => name === port.name);
      if (radio === undefined) continue;
      report({
        at: port.path,
        unnecessary: true,
        message: {
          en: `\`${port.name}\` is a Wi-Fi interface: hostapd adds it to the bridge, and before that it cannot join.`,
          ja: `\`${port.name}\` は Wi-Fi インターフェースです。ブリッジへの追加は hostapd が行い、それより前には参加できません。`,
        },
        related: [
          {
            at: ['wifi', radio[0], 'interface'],
            message: { en: 'The access point.', ja: 'アクセスポイントの設定です。' },
          },
        ],
        fixes: [{ ...removePort(document, port), safe: true }],
      });
    }
  },
});
