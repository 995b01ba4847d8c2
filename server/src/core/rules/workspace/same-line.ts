import { formatIpv4, formatPrefix, networkOf } from '../../net/address.ts';
import type { Path } from '../../problem.ts';
import type { SpecDocument } from '../../spec/spec-document.ts';
import { otherRouters } from '../neighbours.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
export const sameLine = defineRule({
  code: 'workspace/same-line',
  severity: 'warning',
  certainty: 'likely',
  across: true,
  title: { en: 'Two routers are on the same line', ja: '2 台のルーターが同じ回線を使っている' },
  explanation: {
    en: `A prefix belongs to one line, and a CE address to one router: the border relay sends every packet for the shared IPv4 address and its ports to that one IPv6 address. Two routers with the same prefix, or with the same fixed IPv4 address, cannot both be in use. This happens when a spec is copied and \`wan.prefix\` stays behind.

Two specs with the same \`deploy.host\` are two versions of one router; only workspace/same-host speaks of them.`,
    ja: `プレフィックスは 1 つの回線に、CE アドレスは 1 台のルーターに対応します。BR は、共有 IPv4 アドレスとそのポート宛てのパケットを、すべてその 1 つの IPv6 アドレスに送ります。同じプレフィックス、または同じ固定 IPv4 アドレスのルーターを同時に使うことはできません。スペックをコピーして \`wan.prefix\` を直し忘れたときに起こります。

\`deploy.host\` が同じ 2 つのスペックは同じルーターの別の版とみなし、workspace/same-host だけで指摘します。`,
  },
  sources: [rfc(7597, '5.2'), rfc(7597, '6')],
  examples: [
    {
      bad: `
hostname: cabin

wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`,
      good: `
hostname: cabin

wan:
  interface: eth0
  prefix: 240b:10:1234:5700::/64
`,
      beside: `
version: 1
hostname: borealis
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`,
    },
  ],
  check({ document, others, report }) {
    const neighbours = otherRouters(document, others);
    for (const { path, text } of identitiesOf(document)) {
      const same = neighbours.filter((other) =>
        identitiesOf(other.document).some((each) => each.text === text),
      );
      if (same.length === 0) continue;
      report({
        at: path,
        message: {
          en: `Another router has ${text} too. A line and its address belong to one router; whichever is connected second does not work. Is one of them a copy?`,
          ja: `別のルーターも ${text} を使っています。1 つの回線とそのアドレスを使えるのは 1 台だけで、同時には動作しません。コピーして直し忘れていませんか。`,
        },
        related: same.map((of) => ({ at: path, of, message: { en: 'The same here.', ja: '同じ値です。' } })),
      });
    }
  },
});

/** What one line has alone: its prefix, and a fixed IPv4 address. */
function identitiesOf({ spec }: SpecDocument): readonly { readonly path: Path; readonly text: string }[] {
  const { wan, tunnel } = spec;
  return [
    ...(wan?.prefix === undefined
      ? []
      : [{ path: ['wan', 'prefix'], text: formatPrefix(networkOf(wan.prefix)) }]),
    ...(tunnel?.address === undefined
      ? []
      : [{ path: ['tunnel', 'address'], text: formatIpv4(tunnel.address) }]),
  ];
}
