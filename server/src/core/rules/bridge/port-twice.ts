import { bridgeName, tunnelName } from '../line-facts.ts';
import { lanPorts, removePort } from '../lan-ports.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { kernelBridge, measured } from '../sources.ts';
import type { Path } from '../../problem.ts';
import type { Text } from '../../text.ts';

export const portTwice = defineRule({
  code: 'bridge/port-twice',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'One interface has two roles', ja: '1 つのインターフェースに役割が 2 つある' },
  explanation: {
    en: `An interface is one thing: the WAN port, a port of the LAN, the bridge, or the tunnel. The bridge and the tunnel are made by the router under the name that the spec gives, which must not be taken: a bridge named as the WAN port is never made, and to make a tunnel the router removes what has its name.

A port that stands in \`lan.ports\` twice joins once; the second entry is without effect, and mostly another port was meant.`,
    ja: `1 つのインターフェースは、WAN ポート、LAN のポート、ブリッジ、トンネルのいずれか 1 つにしかなれません。ブリッジとトンネルはスペックで指定した名前でルーターが作成するため、その名前がほかで使われていてはいけません。WAN ポートと同じ名前のブリッジは作成できず、トンネルを作るときには同じ名前のものが削除されます。

\`lan.ports\` に同じポートを 2 回書いても 1 回しか参加せず、2 つ目には効果がありません。多くの場合、別のポートの書き間違いです。`,
  },
  sources: [
    kernelBridge('ports'),
    { title: 'ip-link(8)', url: 'https://man7.org/linux/man-pages/man8/ip-link.8.html' },
    measured(
      'a port that joins twice, and a bridge named as a port that is there',
      '2 回追加したポートと、既存のポートと同じ名前のブリッジ',
    ),
  ],
  examples: [
    {
      bad: `
lan:
  ports: [eth1, eth2, eth1]
  address: 10.100.0.1/24
`,
      good: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
`,
    },
    {
      bad: `
lan:
  interface: eth0
  ports: [eth1, eth2]
  address: 10.100.0.1/24
`,
      good: `
lan:
  interface: br0
  ports: [eth1, eth2]
  address: 10.100.0.1/24
`,
    },
  ],
  check(context) {
    listedTwice(context);
    rolesWithOneName(context);
  },
});

function listedTwice(context: RuleContext): void {
  const { document, report } = context;
  const seen = new Map<string, Path>();
  for (const port of lanPorts(context)) {
    const first = seen.get(port.name);
    if (first === undefined) {
      seen.set(port.name, port.path);
      continue;
    }
    report({
      at: port.path,
      severity: 'warning',
      unnecessary: true,
      message: {
        en: `\`${port.name}\` is in the list already. Was another port meant?`,
        ja: `\`${port.name}\` はすでに含まれています。別のポートの書き間違いではありませんか。`,
      },
      related: [{ at: first, message: { en: 'The first one.', ja: '1 つ目はこちらです。' } }],
      fixes: [removePort(document, port)],
    });
  }
}

interface Role {
  readonly path: Path;
  readonly name: string | undefined;
  readonly what: Text;
}

/** The WAN port, the bridge and the tunnel, whose names must differ. Ports of the bridge have rules of their own. */
function rolesWithOneName(context: RuleContext): void {
  const { document, spec, report } = context;
  const wan: Role = {
    path: ['wan', 'interface'],
    name: spec.wan?.interface,
    what: { en: 'the WAN port', ja: 'WAN ポート' },
  };
  const bridge: Role = {
    path: ['lan', 'interface'],
    name: bridgeName(context),
    what: { en: 'the bridge of the LAN', ja: 'LAN のブリッジ' },
  };
  const tunnel: Role = {
    path: ['tunnel', 'interface'],
    name: tunnelName(context),
    what: { en: 'the tunnel', ja: 'トンネル' },
  };
  for (const [one, other] of [
    [bridge, wan],
    [tunnel, wan],
    [tunnel, bridge],
  ] as const) {
    if (one.name === undefined || one.name !== other.name) continue;
    // A default name is not at fault where the other one is written.
    const [at, related] = document.entry(one.path) === undefined ? [other, one] : [one, other];
    report({
      at: at.path,
      message: {
        en: `\`${one.name}\` cannot be ${one.what.en} and ${other.what.en} at once.`,
        ja: `\`${one.name}\` を「${one.what.ja}」と「${other.what.ja}」の両方に使うことはできません。`,
      },
      related: [
        {
          at: related.path,
          message: {
            en: `Here it is ${related.what.en}.`,
            ja: `こちらでは「${related.what.ja}」の名前です。`,
          },
        },
      ],
    });
  }
}
