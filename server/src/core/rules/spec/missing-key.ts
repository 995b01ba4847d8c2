import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

/** Reported by the reader. */
export const missingKey = defineRule({
  code: 'spec/missing-key',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'A required key is missing', ja: '必須のキーがない' },
  explanation: {
    en: `Most keys have a default; a few cannot be guessed: which port is the WAN, what prefix the line was given, which ports and which address the LAN has. Without them there is no router, so nothing can be shown or deployed.`,
    ja: `ほとんどのキーには既定値がありますが、WAN のポート、回線のプレフィックス、LAN のポートとアドレスなど、推測できないものもあります。これらがないとルーターの設定が決まらず、プレビューもデプロイもできません。`,
  },
  sources: [routerYaml('version 1')],
  examples: [
    {
      bad: 'lan:\n  address: 10.100.0.1/24\n',
      good: 'lan:\n  address: 10.100.0.1/24\n  ports: [eth1]\n',
    },
  ],
});
