import { classifyIpv4, equalAddress, formatIpv4, parseIpv4 } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';

export const hostIsChanging = defineRule({
  code: 'deploy/host-is-changing',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'After the deploy the router no longer has the address that it is reached by',
    ja: 'デプロイ後、接続先のアドレスがルーターのものではなくなる',
  },
  explanation: {
    en: `A deploy connects to \`deploy.host\`, and after the change it connects again to confirm that the router can still be reached. The router of this file has one IPv4 address in the LAN, that of \`lan.address\`. Where \`deploy.host\` is another private address, the confirmation finds nobody there, and the router rolls the change back by itself.

When the LAN is being renumbered, use a name for \`deploy.host\` (an alias of \`~/.ssh/config\` or a DNS name), which you can move along, or reach the router by its IPv6 link-local address. Where the address is translated on the way (a VPN, a jump host), all is well: suppress this.`,
    ja: `デプロイは \`deploy.host\` に接続し、変更後にもう一度接続して、ルーターに到達できることを確認します。このファイルのルーターが LAN 側に持つ IPv4 アドレスは \`lan.address\` だけです。\`deploy.host\` が別のプライベートアドレスだと、確認の接続先に誰もいないため、ルーターは自動的に変更を元に戻します。

LAN のアドレスを変更するときは、\`deploy.host\` に \`~/.ssh/config\` のエイリアスや DNS 名など、後から付け替えられる名前を使うか、ルーターの IPv6 リンクローカルアドレスを使ってください。VPN や踏み台などの途中でアドレスが変換される場合は問題ないので、この指摘を抑制してください。`,
  },
  sources: [
    {
      title: 'OpenWrt LuCI, issue 7537: a changed LAN address is rolled back',
      url: 'https://github.com/openwrt/luci/issues/7537',
    },
    {
      title: 'deploy-rs, magic rollback',
      url: 'https://github.com/serokell/deploy-rs#magic-rollback',
    },
  ],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24

deploy:
  host: 192.168.1.1
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24

deploy:
  host: 10.100.0.1
`,
    },
  ],
  check({ document, spec, report }) {
    const host = parseIpv4(spec.deploy?.host ?? '');
    const router = spec.lan?.address?.address;
    if (!host.ok || router === undefined) return;
    // Any other kind of address may well lead to the router by ways that the spec does not know of.
    if (classifyIpv4(host.value) !== 'private' || equalAddress(host.value, router)) return;
    const at = ['deploy', 'host'];
    report({
      at,
      message: {
        en: `After this deploy the router has the address ${formatIpv4(router)}, not ${formatIpv4(host.value)}: the confirmation would find nobody, and the change would be rolled back.`,
        ja: `デプロイ後のルーターのアドレスは ${formatIpv4(router)} で、${formatIpv4(host.value)} ではありません。確認の接続ができず、変更は元に戻されます。`,
      },
      related: [
        {
          at: ['lan', 'address'],
          message: { en: "The router's address in the LAN.", ja: 'LAN 側のルーターのアドレスです。' },
        },
      ],
      fixes: [
        {
          title: { en: `Change to \`${formatIpv4(router)}\``, ja: `\`${formatIpv4(router)}\` に変更` },
          edits: setValue(document, at, formatIpv4(router)),
        },
      ],
    });
  },
});
