import { didYouMean } from '../../spec/suggest.ts';
import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';
import { hostSpan, replacePart } from '../spans.ts';
import { forwardsOf, isReserved, reservationsOf } from '../spec-values.ts';

export const forwardUnknownHost = defineRule({
  code: 'nat/forward-unknown-host',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The forward leads to a host that has no reservation',
    ja: '転送先の名前に対応する予約がない',
  },
  explanation: {
    en: 'A forward needs an IPv4 address to go to. Where it gives a name, the address is that of the reservation with that name under `lan.dhcp.reservations`; without one there is no rule at all, and the port stays closed. Correct the name, add a reservation for the host, or write its address.',
    ja: 'ポート転送には、転送先の IPv4 アドレスが必要です。名前を書いた場合は `lan.dhcp.reservations` にある同名の予約のアドレスを使います。予約がなければルールは生成されず、ポートは閉じたままです。名前を直すか、そのホストの予約を追加するか、アドレスで書いてください。',
  },
  sources: [routerYaml('`nat.forwards`')],
  examples: [
    {
      bad: `
nat:
  forwards:
    - tcp 5472 -> nass:443
`,
      good: `
nat:
  forwards:
    - tcp 5472 -> nas:443
`,
    },
    {
      bad: `
nat:
  forwards:
    - { protocol: tcp, port: 5472, to: "camera:443" }
`,
      good: `
nat:
  forwards:
    - { protocol: tcp, port: 5472, to: "10.100.0.20:443" }
`,
    },
  ],
  check({ document, spec, report }) {
    const names = reservationsOf(spec).flatMap(({ name }) => name ?? []);
    for (const { path, to } of forwardsOf(spec)) {
      if (to?.host.kind !== 'name' || isReserved(spec, to.host.name)) continue;
      const { name } = to.host;
      const span = hostSpan(document, [...path, 'to']);
      const meant = didYouMean(name, names);
      report({
        at: span,
        message:
          meant === undefined
            ? {
                en: `No reservation has the name \`${name}\`, so this forward has no address to go to. Add one under \`lan.dhcp.reservations\`, or write the address.`,
                ja: `\`${name}\` という名前の予約がないため、転送先のアドレスが決まりません。\`lan.dhcp.reservations\` に追加するか、アドレスで書いてください。`,
              }
            : {
                en: `No reservation has the name \`${name}\`. Did you mean \`${meant}\`?`,
                ja: `\`${name}\` という名前の予約はありません。\`${meant}\` のことですか。`,
              },
        fixes: [
          {
            title: { en: `Change to \`${meant ?? name}\``, ja: `\`${meant ?? name}\` に変更` },
            edits:
              meant === undefined ? undefined : replacePart(document, [...path, 'to'], span, name, meant),
          },
        ],
      });
    }
  },
});
