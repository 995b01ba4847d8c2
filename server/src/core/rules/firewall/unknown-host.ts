import { didYouMean } from '../../spec/suggest.ts';
import { allowsOf } from '../firewall-values.ts';
import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';
import { replacePart, textSpan } from '../spans.ts';
import { isReserved, reservationsOf } from '../spec-values.ts';

export const unknownHost = defineRule({
  code: 'firewall/unknown-host',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The exception names a host that has no reservation',
    ja: '例外の対象ホストに対応する予約がない',
  },
  explanation: {
    en: 'A name under `to` stands for the address of the reservation with that name (`lan.dhcp.reservations`). Without such a reservation the exception opens nothing. Correct the name, add the reservation, or write the interface identifier of the host (`"::1234"`), which is what an exception for IPv6 needs anyway.',
    ja: '`to` に書いた名前は、`lan.dhcp.reservations` にある同名の予約のアドレスを指します。予約がなければ、この例外を書いても効果はありません。名前を直すか、予約を追加するか、ホストのインターフェース ID（`"::1234"`）で書いてください。IPv6 の例外にはインターフェース ID が必要です。',
  },
  sources: [routerYaml('`firewall.allow`')],
  examples: [
    {
      bad: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: nass }
`,
      good: `
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: nas }
`,
    },
  ],
  check({ document, spec, report }) {
    const names = reservationsOf(spec).flatMap(({ name }) => name ?? []);
    for (const { path, to } of allowsOf(spec)) {
      if (to?.kind !== 'name' || isReserved(spec, to.name)) continue;
      const at = [...path, 'to'];
      const meant = didYouMean(to.name, names);
      report({
        at,
        message:
          meant === undefined
            ? {
                en: `No reservation has the name \`${to.name}\`, so this exception opens nothing. Write the host's interface identifier, such as \`"::1234"\`.`,
                ja: `\`${to.name}\` という名前の予約がないため、この例外を書いても効果はありません。\`"::1234"\` のようなホストのインターフェース ID で書いてください。`,
              }
            : {
                en: `No reservation has the name \`${to.name}\`. Did you mean \`${meant}\`?`,
                ja: `\`${to.name}\` という名前の予約はありません。\`${meant}\` のことですか。`,
              },
        fixes: [
          {
            title: { en: `Change to \`${meant ?? to.name}\``, ja: `\`${meant ?? to.name}\` に変更` },
            edits:
              meant === undefined
                ? undefined
                : replacePart(document, at, textSpan(document, at), to.name, meant),
          },
        ],
      });
    }
  },
});
