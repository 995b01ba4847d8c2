import { providerOfBorderRelay } from '../../isp/index.ts';
import { formatIpv6 } from '../../net/address.ts';
import { mapEProvider, methodOf, providerName, providerOf, setTo, yamlIpv6 } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleFix } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const RELAY = ['tunnel', 'border-relay'];

const METHOD_NAMES = {
  'map-e': { en: 'MAP-E', ja: 'MAP-E' },
  'ds-lite': { en: 'DS-Lite', ja: 'DS-Lite' },
  ipip: { en: 'fixed IPv4 addresses', ja: '固定 IP' },
} as const;

export const borderRelayForeign = defineRule({
  code: 'tunnel/border-relay-foreign',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The border relay is not one of this line',
    ja: 'ボーダーリレーがこの回線のものではない',
  },
  explanation: {
    en: `A border relay serves the subscribers of its own provider and service. Packets to another one are dropped there: the tunnel counts what it sends and receives nothing. The relay of a fixed-address contract is another one than that of the same provider's MAP-E, and the other way round.

Some providers have a relay for the east and one for the west of Japan; the prefix says which one belongs to the line. The other may answer, by a detour.

Leave \`border-relay\` out where the provider is known: the right one follows from the prefix.`,
    ja: `ボーダーリレーは、その事業者の、そのサービスの加入者だけを受け付けます。別のボーダーリレーに送ったパケットは破棄されるため、送信カウンターだけが増えて何も受信できません。同じ事業者でも、固定 IP 契約のボーダーリレーと MAP-E のものは別です。

東日本用と西日本用を分けている事業者もあり、どちらを使うかはプレフィックスで決まります。もう一方でも通信できることがありますが、遠回りになります。

事業者が分かっている場合は \`border-relay\` を省略してください。プレフィックスから正しいものが選ばれます。`,
  },
  sources: [rfc(7597, '4'), PROVIDER_TABLES],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  border-relay: 2001:380:a120::9 # from a page about OCN
`,
      good: `
tunnel:
  provider: v6plus
  border-relay: 2404:9200:225:100::64 # from a page about OCN
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  border-relay: 2404:9200:225:100::65
`,
      good: `
tunnel:
  provider: v6plus
  border-relay: 2404:9200:225:100::64
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 2404:7a80:1234:5600::/64
tunnel:
  provider: biglobe
  border-relay: 2001:260:700:1::1:276
`,
      good: `
wan:
  interface: eth0
  prefix: 2404:7a80:1234:5600::/64
tunnel:
  provider: biglobe
  border-relay: 2001:260:700:1::1:275
`,
    },
  ],
  check(context) {
    const { spec, line, report } = context;
    const relay = spec.tunnel?.['border-relay'];
    const method = methodOf(context);
    const provider = method === 'map-e' ? mapEProvider(context) : providerOf(context);
    if (relay === undefined || provider === undefined) return;
    if (method !== 'map-e' && method !== 'ipip') return;
    const owner = providerOfBorderRelay(relay);
    if (owner === undefined) return;
    const address = formatIpv6(relay);
    const name = providerName(provider);
    const ownerName = providerName(owner.provider);
    const [own, other] = [METHOD_NAMES[method], METHOD_NAMES[owner.method]];
    const fixes = rightRelay(context);
    if (owner.provider !== provider) {
      report({
        at: RELAY,
        message: {
          en: `${address} is the far end of ${ownerName.en}, which does not serve lines of ${name.en}.`,
          ja: `${address} は${ownerName.ja}の対向アドレスで、${name.ja}の回線では使えません。`,
        },
        fixes,
      });
    } else if (owner.method !== method) {
      report({
        at: RELAY,
        message: {
          en: `${address} is the far end of ${name.en} for ${other.en}; this tunnel is for ${own.en}.`,
          ja: `${address} は${name.ja}の ${other.ja} 用の対向アドレスですが、このトンネルは ${own.ja} 用です。`,
        },
        related: [
          {
            at: ['tunnel', 'method'],
            message: { en: 'The method of this tunnel.', ja: 'このトンネルの方式です。' },
          },
        ],
        fixes,
      });
    } else if (
      line.providerRule?.area != null &&
      owner.area !== null &&
      owner.area !== line.providerRule.area
    ) {
      const west = owner.area === 'west';
      report({
        at: RELAY,
        severity: 'warning',
        message: {
          en: `${address} is the relay for the ${west ? 'west' : 'east'} of Japan; this prefix belongs to the ${west ? 'east' : 'west'}.`,
          ja: `${address} は${west ? '西' : '東'}日本用のボーダーリレーですが、このプレフィックスは${west ? '東' : '西'}日本の回線のものです。`,
        },
        // It may answer all the same: the change is for the user to decide.
        fixes: fixes.map((fix) => ({ ...fix, safe: false })),
      });
    }
  },
});

/** The relay that belongs to the line, where there is exactly one. */
function rightRelay({ document, line }: RuleContext): RuleFix[] {
  if (line.method === 'map-e' && line.providerRule !== undefined)
    return [setTo(document, RELAY, yamlIpv6(line.providerRule.borderRelay))];
  const [relay, ...others] = (line.provider?.borderRelays ?? []).filter(
    (each) => each.method === line.method,
  );
  // The relay of a fixed-address contract is handed out with it; what is publicly known is a guess.
  return relay === undefined || others.length > 0
    ? []
    : [{ ...setTo(document, RELAY, yamlIpv6(relay.address)), preferred: false }];
}
