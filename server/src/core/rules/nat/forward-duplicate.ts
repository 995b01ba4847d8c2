import { formatLanHost } from '../../spec/scalars-lan.ts';
import { removeEntry } from '../../spec/edit.ts';
import type { ForwardSpec } from '../../spec/forward.ts';
import { moveToPort } from '../forward-ports.ts';
import { nearestFreePort } from '../port-text.ts';
import { defineRule } from '../rule.ts';
import { forwardsOf } from '../spec-values.ts';

/** Where a forward leads, for comparing two of them. */
function targetOf({ to, port }: ForwardSpec): string | undefined {
  return to === undefined ? undefined : `${formatLanHost(to.host)} ${to.port ?? port ?? ''}`;
}

export const forwardDuplicate = defineRule({
  code: 'nat/forward-duplicate',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'A port is forwarded twice', ja: '同じポートが 2 回転送されている' },
  explanation: {
    en: 'One port of the router can lead to one host only. With two forwards of the same protocol and port the first one takes effect, and nothing ever reaches the host of the second. Forward another port of the line to it. TCP and UDP are counted apart: `tcp 5472` and `udp 5472` may lead to different hosts.',
    ja: 'ルーターの 1 つのポートの転送先は 1 つだけです。プロトコルとポートが同じ転送が 2 つあると先に書いたものが有効になり、2 つ目のホストには何も届きません。別のポートを転送してください。TCP と UDP は別々に数えるため、`tcp 5472` と `udp 5472` は別のホストに転送できます。',
  },
  sources: [
    {
      title: 'nft(8), NAT statements: the first match decides',
      url: 'https://www.netfilter.org/projects/nftables/manpage.html',
    },
  ],
  examples: [
    {
      bad: `
nat:
  forwards:
    - tcp 5472 -> nas:22
    - tcp 5472 -> 10.100.0.20:22
`,
      good: `
nat:
  forwards:
    - tcp 5472 -> nas:22
    - tcp 5473 -> 10.100.0.20:22
`,
    },
    {
      bad: `
nat:
  forwards:
    - udp 5472 -> nas
    - { protocol: udp, port: 5472, to: nas:5472 }
    - tcp 5472 -> nas
`,
      good: `
nat:
  forwards:
    - udp 5472 -> nas
    - tcp 5472 -> nas
`,
    },
  ],
  check({ document, spec, line, report }) {
    const taken = new Set(forwardsOf(spec).flatMap(({ port }) => port ?? []));
    const ranges = line.ce === undefined || line.ce.psidLength === 0 ? [] : line.ce.portRanges;
    const seen = new Map<string, ReturnType<typeof forwardsOf>[number]>();
    for (const forward of forwardsOf(spec)) {
      const { protocol, port, path } = forward;
      if (protocol === undefined || port === undefined) continue;
      const key = `${protocol} ${port}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, forward);
        continue;
      }
      const at = [...path, 'port'];
      const same = targetOf(first) !== undefined && targetOf(first) === targetOf(forward);
      // Each fix takes another port, so that all of them can be applied.
      const free = same ? undefined : nearestFreePort(ranges, port, taken);
      if (free !== undefined) taken.add(free);
      report({
        at,
        message: same
          ? {
              en: `\`${key}\` is forwarded to the same host already.`,
              ja: `\`${key}\` は、すでに同じホストに転送されています。`,
            }
          : {
              en: `\`${key}\` is forwarded already; only the first forward takes effect. Use another port.`,
              ja: `\`${key}\` はすでに転送されています。有効になるのは最初の転送だけです。別のポートを使ってください。`,
            },
        related: [
          {
            at: [...first.path, 'port'],
            message: { en: 'This one takes effect.', ja: '有効になるのはこちらです。' },
          },
        ],
        fixes: [
          ...moveToPort(document, at, port, free),
          {
            title: { en: 'Remove this forward', ja: 'この転送を削除' },
            edits: removeEntry(document, path),
            preferred: same,
          },
        ],
        ...(same ? { unnecessary: true } : {}),
      });
    }
  },
});
