import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

/** Reported by the reader. */
export const wrongType = defineRule({
  code: 'spec/wrong-type',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'A list, a block or a single value stands where another of them belongs',
    ja: 'リスト・ブロック・単一の値の種類が違う',
  },
  explanation: {
    en: `Each key takes one kind of thing: a single value (\`10.100.0.1/24\`), a list (\`[eth1, eth2]\`, or one entry a line with a hyphen), or a block of further keys. A list of one entry is still a list: \`[eth1]\`.`,
    ja: `キーごとに書けるものの種類が決まっています。単一の値（\`10.100.0.1/24\`）、リスト（\`[eth1, eth2]\`、または 1 行に 1 つずつハイフンで書く形）、キーをまとめたブロックのいずれかです。要素が 1 つでも、リストなら \`[eth1]\` のように書きます。`,
  },
  sources: [routerYaml('version 1')],
  examples: [{ bad: 'packages: tcpdump\n', good: 'packages: [tcpdump]\n' }],
});
