import { bridgeName, tunnelName } from '../line-facts.ts';
import { lanPorts, removePort } from '../lan-ports.ts';
import { defineRule } from '../rule.ts';
import { kernelBridge, measured } from '../sources.ts';

export const cycle = defineRule({
  code: 'bridge/cycle',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The bridge or the tunnel is listed as a port of the bridge',
    ja: 'ブリッジやトンネルがブリッジのポートになっている',
  },
  explanation: {
    en: `A bridge joins Ethernet ports. It cannot be a port of itself (\`Can not enslave a bridge to a bridge\`), and the tunnel carries IPv4 packets without Ethernet frames, so that the kernel refuses it too (\`Invalid argument\`). The tunnel reaches the LAN by routing, which is set up anyway.

List the physical ports, such as \`eth1\`.`,
    ja: `ブリッジは Ethernet のポートどうしをつなぐものです。ブリッジ自身をポートにすることはできず（\`Can not enslave a bridge to a bridge\`）、Ethernet フレームではなく IPv4 パケットを運ぶトンネルもカーネルに拒否されます（\`Invalid argument\`）。トンネルと LAN の間はルーティングされるので、ポートに加える必要はありません。

\`eth1\` のような物理ポートを書いてください。`,
  },
  sources: [
    kernelBridge('ports'),
    measured('a bridge and a tunnel as ports of a bridge', 'ブリッジのポートにしたブリッジとトンネル'),
  ],
  examples: [
    {
      bad: `
lan:
  interface: br0
  ports: [eth1, br0]
  address: 10.100.0.1/24
`,
      good: `
lan:
  interface: br0
  ports: [eth1]
  address: 10.100.0.1/24
`,
    },
    {
      bad: `
lan:
  ports: [ip6tnl1, eth1]
  address: 10.100.0.1/24
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    const bridge = bridgeName(context);
    const tunnel = tunnelName(context);
    for (const port of lanPorts(context)) {
      const isBridge = port.name === bridge;
      if (!isBridge && port.name !== tunnel) continue;
      const path = isBridge ? ['lan', 'interface'] : ['tunnel', 'interface'];
      report({
        at: port.path,
        message: isBridge
          ? {
              en: `\`${port.name}\` is the bridge itself, which cannot be one of its own ports.`,
              ja: `\`${port.name}\` はブリッジ自身なので、自分のポートにはできません。`,
            }
          : {
              en: `\`${port.name}\` is the tunnel, which carries no Ethernet frames and cannot join a bridge.`,
              ja: `\`${port.name}\` はトンネルです。Ethernet フレームを運ばないため、ブリッジには参加できません。`,
            },
        related:
          document.entry(path) === undefined
            ? []
            : [{ at: path, message: { en: 'Named here.', ja: '名前はここで指定されています。' } }],
        fixes: [removePort(document, port)],
      });
    }
  },
});
