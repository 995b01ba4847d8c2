import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

/** Reported by the reader. */
export const empty = defineRule({
  code: 'spec/empty',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The spec is empty', ja: 'スペックが空' },
  explanation: {
    en: `There is nothing to make a router from yet. Three blocks are required: \`wan\`, \`tunnel\` and \`lan\`, with \`version: 1\` before them. The snippets for a whole router (MAP-E, DS-Lite, fixed address) have all of it; everything else is derived.`,
    ja: `まだ何も書かれていません。必要なのは \`version: 1\` と、\`wan\`、\`tunnel\`、\`lan\` の 3 つのブロックです。ルーター全体のスニペット（MAP-E、DS-Lite、固定 IP）を使えばすべて揃い、残りは自動的に決まります。`,
  },
  sources: [routerYaml('version 1')],
  examples: [
    {
      bad: '# my router\n',
      good: `# my router
version: 1
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
tunnel:
  provider: v6plus
lan:
  ports: [eth1]
  address: 10.100.0.1/24
`,
    },
  ],
});
