import { removeEntry } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { methodPath } from '../spec-values.ts';

export const allocationUnused = defineRule({
  code: 'nat/allocation-unused',
  severity: 'warning',
  certainty: 'certain',
  title: {
    en: 'The line has no shared ports to allocate',
    ja: '割り当て方を選ぶべき共有ポートがない',
  },
  explanation: {
    en: '`nat.allocation` says how connections are spread over the port ranges of a MAP-E line. In DS-Lite the provider does the NAT, and a line whose IPv4 address is its own has all ports in one range: in both cases the key has no effect. Remove it.',
    ja: '`nat.allocation` は、MAP-E の回線で接続をポート範囲にどう割り当てるかを決めるものです。DS-Lite では NAT を事業者側が行い、IPv4 アドレスを共有しない回線では全ポートが 1 つの範囲になるため、どちらの場合もこのキーに効果はありません。削除してください。',
  },
  sources: [rfc(6333, '4.2'), rfc(7597, '5.1')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
nat:
  allocation: round-robin
dns:
  serve: true
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
dns:
  serve: true
`,
    },
  ],
  check({ document, spec, line, report }) {
    if (spec.nat?.allocation === undefined) return;
    const dsLite = line.method === 'ds-lite';
    const whole = line.method === 'ipip' || line.ce?.psidLength === 0;
    if (!dsLite && !whole) return;
    const at = ['nat', 'allocation'];
    report({
      at,
      on: 'key',
      message: dsLite
        ? {
            en: 'In DS-Lite the provider does the NAT: this has no effect.',
            ja: 'DS-Lite では NAT を事業者側が行うため、この設定に効果はありません。',
          }
        : {
            en: "The line's IPv4 address is not shared, so all ports are one range: this has no effect.",
            ja: 'この回線の IPv4 アドレスは共有されておらず、全ポートが 1 つの範囲なので、この設定に効果はありません。',
          },
      related: [
        {
          at: methodPath(document),
          message: dsLite
            ? { en: 'This line is DS-Lite.', ja: 'この回線は DS-Lite です。' }
            : { en: 'The address is not shared here.', ja: 'アドレスは共有されていません。' },
        },
      ],
      fixes: [{ title: { en: 'Remove it', ja: '削除' }, edits: removeEntry(document, at) }],
      unnecessary: true,
    });
  },
});
