import { targetOf } from '../neighbours.ts';
import { defineRule } from '../rule.ts';

export const sameHost = defineRule({
  code: 'workspace/same-host',
  severity: 'warning',
  certainty: 'likely',
  across: true,
  title: { en: 'Two specs are for the same router', ja: '2 つのスペックが同じルーターを対象にしている' },
  explanation: {
    en: `A deploy replaces what the router has. With two specs for one host, whichever was deployed last is what runs, and each deploy undoes the other. This happens when a spec is copied for a second router and \`deploy.host\` stays behind.

A private address is not compared: in two homes it is two machines.`,
    ja: `デプロイは、ルーターの設定を置き換えます。1 台のホストに 2 つのスペックがあると、最後にデプロイしたものが有効になり、互いに打ち消し合います。2 台目のルーター用にスペックをコピーして、\`deploy.host\` を直し忘れたときに起こります。

プライベートアドレスは比較しません。別の拠点では別の機器を指すためです。`,
  },
  sources: [{ title: 'ssh_config(5), Host', url: 'https://man.openbsd.org/ssh_config' }],
  examples: [
    {
      bad: `
hostname: cabin

deploy:
  host: borealis
`,
      good: `
hostname: cabin

deploy:
  host: cabin
`,
      beside: `
version: 1
hostname: borealis
`,
    },
  ],
  check({ document, others, report }) {
    const own = targetOf(document);
    if (own === undefined) return;
    const same = others.filter((other) => targetOf(other.document)?.text === own.text);
    const [first] = same;
    if (first === undefined) return;
    report({
      at: own.path,
      message: {
        en: `Another spec is deployed to \`${own.text}\` too: whichever is deployed last replaces the other. Give each router its own \`deploy.host\`.`,
        ja: `別のスペックも \`${own.text}\` にデプロイする設定です。後からデプロイしたほうが、もう一方を置き換えてしまいます。ルーターごとに別の \`deploy.host\` を指定してください。`,
      },
      related: same.map((of) => ({
        at: targetOf(of.document)?.path ?? [],
        of,
        message: { en: 'The same host.', ja: '同じホストです。' },
      })),
    });
  },
});
