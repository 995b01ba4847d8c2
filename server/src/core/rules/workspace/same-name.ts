import { otherRouters } from '../neighbours.ts';
import { defineRule } from '../rule.ts';

export const sameName = defineRule({
  code: 'workspace/same-name',
  severity: 'information',
  certainty: 'hint',
  across: true,
  title: { en: 'Two routers have the same name', ja: '2 台のルーターの名前が同じ' },
  explanation: {
    en: `The name is how routers are told apart: in a deploy of several, in logs, in the name of the file in which Alpine Linux keeps its configuration (\`NAME.apkovl.tar.gz\`), and as the host that ssh is given where \`deploy.host\` is left out. Two routers with one name work, but sooner or later somebody changes the wrong one.`,
    ja: `名前は、ルーターを区別するために使われます。複数台のデプロイの表示、ログ、Alpine Linux が設定を保存するファイル名（\`名前.apkovl.tar.gz\`）、\`deploy.host\` を省略した場合の ssh の接続先がそうです。同じ名前でも動作しますが、いずれ別のルーターを変更してしまうおそれがあります。`,
  },
  sources: [
    {
      title: 'Alpine Linux, Alpine local backup',
      url: 'https://wiki.alpinelinux.org/wiki/Alpine_local_backup',
    },
  ],
  examples: [
    {
      bad: `
hostname: borealis

deploy:
  host: cabin.example.net
`,
      good: `
hostname: cabin

deploy:
  host: cabin.example.net
`,
      beside: `
version: 1
hostname: borealis
`,
    },
  ],
  check({ document, spec, others, report }) {
    const { hostname } = spec;
    if (hostname === undefined) return;
    const same = otherRouters(document, others).filter(
      (other) => other.document.spec.hostname?.toLowerCase() === hostname.toLowerCase(),
    );
    if (same.length === 0) return;
    report({
      at: ['hostname'],
      message: {
        en: `Another router is called \`${hostname}\` too. Give each its own name, so that nobody changes the wrong one.`,
        ja: `別のルーターの名前も \`${hostname}\` です。取り違えないように、それぞれ別の名前を付けてください。`,
      },
      related: same.map((of) => ({
        at: ['hostname'],
        of,
        message: { en: 'The same name.', ja: '同じ名前です。' },
      })),
    });
  },
});
