import { formatPrefix } from '../../net/address.ts';
import { removeEntry, setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { lanSubnet } from '../spec-values.ts';

const ROUTE = ['tunnel', 'route'];
const FROM = [...ROUTE, 'from'];

export const routeEmpty = defineRule({
  code: 'tunnel/route-empty',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The route names nothing that goes into the tunnel',
    ja: 'トンネルに流す対象が指定されていない',
  },
  explanation: {
    en: `\`tunnel.route\` as a block says which part of IPv4 goes into the tunnel, on a router that has another IPv4 uplink beside it: what carries a firewall mark (\`mark\`), what comes from certain subnets (\`from\`), or what fits either of them. An empty block or list names nothing. That could mean nothing at all or everything, so say which: \`route: default\` sends all IPv4 into the tunnel.`,
    ja: `\`tunnel.route\` をブロックで書くと、別の IPv4 回線を併用するルーターで、IPv4 のうちどの通信をトンネルに流すかを指定します。対象は、ファイアウォールマークの付いたもの（\`mark\`）、特定のサブネットからのもの（\`from\`）、またはそのどちらかに一致するものです。空のブロックや空のリストでは対象が決まりません。IPv4 をすべてトンネルに流すなら \`route: default\` と書いてください。`,
  },
  sources: [{ title: 'ip-rule(8)', url: 'https://man7.org/linux/man-pages/man8/ip-rule.8.html' }],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  route: {}
`,
      good: `
tunnel:
  provider: v6plus
  route: default
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  route: { from: [] }
`,
      good: `
tunnel:
  provider: v6plus
  route: { from: [10.100.0.0/24] }
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  route: { mark: 0x64, from: [] }
`,
      good: `
tunnel:
  provider: v6plus
  route: { mark: 0x64 }
`,
    },
  ],
  check({ document, spec, report }) {
    const route = spec.tunnel?.route;
    if (route === undefined || route === 'default') return;
    const hasMark = document.entry([...ROUTE, 'mark']) !== undefined;
    const hasFrom = document.entry(FROM) !== undefined;
    if (hasFrom ? route.from?.length !== 0 : hasMark) return;
    if (hasMark) {
      report({
        at: FROM,
        severity: 'warning',
        message: {
          en: 'The list is empty: the mark alone decides what goes into the tunnel.',
          ja: 'リストが空のため、トンネルに流す対象はマークだけで決まります。',
        },
        fixes: [{ title: { en: 'Remove `from`', ja: '`from` を削除' }, edits: removeEntry(document, FROM) }],
      });
      return;
    }
    const lan = lanSubnet(spec);
    const subnet = lan === undefined ? undefined : formatPrefix(lan);
    report({
      at: hasFrom ? FROM : ROUTE,
      message: {
        en: 'Nothing is named that goes into the tunnel. Write `mark` or `from`, or `route: default` for all IPv4.',
        ja: 'トンネルに流す対象が指定されていません。`mark` か `from` を書くか、すべて流す場合は `route: default` としてください。',
      },
      fixes: [
        {
          title: { en: 'Send all IPv4 into the tunnel: `default`', ja: 'すべてトンネルに流す: `default`' },
          edits: setValue(document, ROUTE, 'default'),
          preferred: false,
        },
        ...(subnet === undefined
          ? []
          : [
              {
                title: {
                  en: `Send what comes from the LAN: \`from: [${subnet}]\``,
                  ja: `LAN からの通信を流す: \`from: [${subnet}]\``,
                },
                edits: hasFrom
                  ? setValue(document, FROM, `[${subnet}]`)
                  : setValue(document, ROUTE, `{ from: [${subnet}] }`),
                preferred: false,
              },
            ]),
      ],
    });
  },
});
