import { formatPrefix } from '../../net/address.ts';
import { unusableBlock } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

export const prefixUnusable = defineRule({
  code: 'wan/prefix-unusable',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The prefix cannot be that of an internet line',
    ja: 'インターネット回線のプレフィックスではありえない値',
  },
  explanation: {
    en: `Some blocks of addresses are set aside: \`2001:db8::/32\` for documentation (what manuals print), \`fc00::/7\` for private networks, \`fe80::/10\` for a single link. None of them is routed on the internet, so no line is given a prefix out of them. It is mostly an example that was left in place, or an address of the wrong kind: an interface has a link-local address (\`fe80:…\`) beside its global one.

Take the prefix from the line: \`ip -6 addr show scope global\` on the router lists the right ones. In a laboratory give the far end of the tunnel in the same kind of block (\`tunnel.border-relay\`, \`tunnel.aftr\` or \`tunnel.rule\`): then nothing is said.`,
    ja: `文書用の \`2001:db8::/32\`、プライベート用の \`fc00::/7\`、リンクローカルの \`fe80::/10\` のように、用途が決められているアドレスブロックがあります。いずれもインターネットでは経路制御されないため、回線に割り当てられることはありません。例として書かれた値が残っているか、違う種類のアドレスを書いた場合によく起こります（インターフェースには、グローバルアドレスのほかに \`fe80:…\` のリンクローカルアドレスもあります）。

ルーターの \`ip -6 addr show scope global\` で表示されるプレフィックスを書いてください。検証環境の場合は、トンネルの対向（\`tunnel.border-relay\`、\`tunnel.aftr\`、\`tunnel.rule\`）にも同じ種類のブロックを指定すれば、指摘されません。`,
  },
  sources: [rfc(3849), rfc(9637), rfc(4193), rfc(6890)],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:1234:5600::/64 # as in the manual
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64 # as in the manual
`,
    },
  ],
  check(context) {
    const { line, report } = context;
    const block = unusableBlock(context);
    if (block === undefined || line.prefix === undefined) return;
    report({
      at: ['wan', 'prefix'],
      message: {
        en: `${formatPrefix(line.prefix)} is not a prefix of the internet: ${block.block} is set aside (${block.name.en}, ${block.source}). Write the prefix that the line was given.`,
        ja: `${formatPrefix(line.prefix)} はインターネットのプレフィックスではありません。${block.block} は${block.name.ja}のブロックです（${block.source}）。回線に割り当てられたプレフィックスを書いてください。`,
      },
    });
  },
});
