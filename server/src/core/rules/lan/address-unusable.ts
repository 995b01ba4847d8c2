import {
  broadcastOf,
  equalAddress,
  formatIpv4,
  formatPrefix,
  ipv4Prefix,
  networkOf,
} from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { hostsOf } from '../spec-values.ts';

export const addressUnusable = defineRule({
  code: 'lan/address-unusable',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: "The router's LAN address is not one that a host may have",
    ja: 'ルーターの LAN アドレスが、ホストに使えるアドレスではない',
  },
  explanation: {
    en: `In a subnet the first address names the subnet itself and the last one all of its hosts (broadcast); neither can be the router's. A common slip is to write the subnet (\`10.100.0.0/24\`) where the router's own address (\`10.100.0.1/24\`) belongs.

A /31 has room for two routers and a /32 for nobody else: no client would get an address. A LAN needs a /30 or shorter; a home usually has a /24.`,
    ja: `サブネットの最初のアドレスはサブネット自身、最後のアドレスは全ホスト宛て（ブロードキャスト）を表すため、ルーターには使えません。ルーターのアドレス（\`10.100.0.1/24\`）の代わりに、サブネット（\`10.100.0.0/24\`）を書いてしまう間違いがよくあります。

/31 はルーター 2 台分、/32 は自分 1 台分しかなく、クライアントに配るアドレスがありません。LAN は /30 以下のプレフィックス長（家庭では通常 /24）にしてください。`,
  },
  sources: [rfc(1122, '3.2.1.3'), rfc(3021)],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.0/24
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/32
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
`,
    },
  ],
  check({ document, spec, report }) {
    const address = spec.lan?.address;
    if (address === undefined) return;
    const at = ['lan', 'address'];
    const hosts = hostsOf(address);
    if (hosts === undefined) {
      report({
        at,
        message: {
          en: `A /${address.length} has no room for clients. A LAN needs a /30 or shorter, such as \`${formatIpv4(address.address)}/24\`.`,
          ja: `/${address.length} にはクライアントのアドレスがありません。\`${formatIpv4(address.address)}/24\` のように、/30 以下のプレフィックス長にしてください。`,
        },
      });
      return;
    }
    const isNetwork = equalAddress(address.address, networkOf(address).address);
    if (!isNetwork && !equalAddress(address.address, broadcastOf(address))) return;
    const own = formatIpv4(address.address);
    const better = formatPrefix(ipv4Prefix(isNetwork ? hosts.first : hosts.last, address.length));
    report({
      at,
      message: isNetwork
        ? {
            en: `${own} names the subnet itself; the router needs an address of its own in it, such as \`${better}\`.`,
            ja: `${own} はサブネット自身を表すアドレスです。\`${better}\` のように、その中のルーター自身のアドレスを書いてください。`,
          }
        : {
            en: `${own} is the broadcast address of its subnet; the router needs an address of its own, such as \`${better}\`.`,
            ja: `${own} はサブネットのブロードキャストアドレスです。\`${better}\` のように、ルーター自身のアドレスを書いてください。`,
          },
      fixes: [
        {
          title: { en: `Change to \`${better}\``, ja: `\`${better}\` に変更` },
          edits: setValue(document, at, better),
          safe: false,
        },
      ],
    });
  },
});
