import { removeEntry } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { indexed, methodPath, sharesAddress } from '../spec-values.ts';

export const upnp = defineRule({
  code: 'nat/upnp',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'UPnP opens ports that the line does not have',
    ja: 'UPnP が、回線に割り当てられていないポートを開ける',
  },
  explanation: {
    en: `A UPnP or NAT-PMP daemon lets programs in the LAN open ports of the router by themselves. It knows nothing of port sets: on a MAP-E line most of the ports that it grants belong to other subscribers, and in DS-Lite all of them stay at the provider. The program is told that its port is open, and nobody ever gets through to it.

Forward ports of the line by hand (\`nat.forwards\`), tell the program to use such a port, and leave the daemon out; or limit the daemon to the ports of the set in its own configuration, and suppress this.`,
    ja: `UPnP や NAT-PMP のデーモンを使うと、LAN 内のプログラムがルーターのポートを自動で開けられます。しかしデーモンは割り当てポートのことを知りません。MAP-E の回線では、許可されるポートの大半が別の加入者のもので、DS-Lite ではすべてのポートが事業者側にあります。プログラムには「ポートが開いた」と伝わるのに、実際には誰も接続できません。

回線のポートを \`nat.forwards\` で転送し、プログラム側でそのポートを指定して、デーモンは使わないようにしてください。デーモン側の設定で割り当てポートだけに制限している場合は、この指摘を抑制してください。`,
  },
  sources: [rfc(6970), rfc(7597, '5.1')],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus

services: [openntpd, miniupnpd]
`,
      good: `
tunnel:
  provider: v6plus

services: [openntpd]
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    if (!sharesAddress(context)) return;
    const lists = { services: spec.services, packages: spec.packages } as const;
    for (const [key, list] of Object.entries(lists)) {
      for (const [index, name] of indexed(list)) {
        if (!name.startsWith('miniupnpd')) continue;
        const at = [key, index];
        report({
          at,
          message:
            line.method === 'ds-lite'
              ? {
                  en: `\`${name}\` can open nothing on a DS-Lite line: the ports are at the provider.`,
                  ja: `DS-Lite の回線では \`${name}\` は何も開けられません。ポートは事業者側にあります。`,
                }
              : {
                  en: `\`${name}\` grants ports that are not this line's; it does not know the port set.`,
                  ja: `\`${name}\` は割り当てポートを知らないため、この回線のものではないポートまで許可してしまいます。`,
                },
          related: [
            {
              at: methodPath(document),
              message: {
                en: 'The IPv4 address is shared on this line.',
                ja: 'この回線の IPv4 アドレスは共有されています。',
              },
            },
          ],
          fixes: [
            {
              title: { en: `Remove \`${name}\``, ja: `\`${name}\` を削除` },
              edits: removeEntry(document, at),
            },
          ],
        });
      }
    }
  },
});
