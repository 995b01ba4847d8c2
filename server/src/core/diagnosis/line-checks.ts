import type { Router } from '../derive/router.ts';
import { classifyIpv6, contains, formatIpv6, formatPrefix, ipv6Prefix, networkOf } from '../net/address.ts';
import type { Ipv6 } from '../net/address.ts';
import { ENCAPSULATION_LIMIT_HEADER, IPV6_HEADER } from '../net/mtu.ts';
import type { Text } from '../text.ts';
import type { LiveFacts } from './facts.ts';
import { bad, good, unknown } from './finding.ts';
import type { Finding } from './finding.ts';

/** What is looked at on the line: from the cable to the internet. */
export function lineChecks(router: Router, facts: LiveFacts): Finding[] {
  return [
    wan(router, facts),
    ...prefix(router, facts),
    nearEnd(router, facts),
    tunnel(router, facts),
    farEnd(router, facts),
    ipv4(router, facts),
    ipv6(facts),
    names(router, facts),
    pathMtu(router, facts),
  ];
}

function wan({ wan: { interface: name, mtu } }: Router, { wan: link, wanRouter }: LiveFacts): Finding {
  if (link === undefined)
    return bad('wan', 'error', [
      { en: `There is no interface ${name}.`, ja: `インターフェース ${name} がありません。` },
      {
        en: 'Without it nothing reaches the line.',
        ja: '回線との通信が一切できません。',
      },
      {
        en: 'Compare `wan.interface` with what `ip link` shows: the name may be another one, or the driver is missing.',
        ja: '`ip link` の表示と `wan.interface` を比べてください。名前が違うか、ドライバーが読み込まれていません。',
      },
    ]);
  if (!link.up)
    return bad('wan', 'error', [
      { en: `${name} is down.`, ja: `${name} がリンクダウンしています。` },
      { en: 'Nothing reaches the line.', ja: '回線との通信ができません。' },
      {
        en: 'Check the cable and the power of the ONU; `ip link` says LOWER_UP once the link is there.',
        ja: 'ケーブルと ONU の電源を確認してください。リンクすると `ip link` に LOWER_UP と表示されます。',
      },
    ]);
  if (wanRouter === '')
    return bad('wan', 'error', [
      {
        en: `${name} is up, but there is no IPv6 default route.`,
        ja: `${name} はリンクアップしていますが、IPv6 のデフォルト経路がありません。`,
      },
      {
        en: 'The line announces it by router advertisements; without one no tunnel packet leaves.',
        ja: 'デフォルト経路は回線側のルーター広告（RA）で得られます。なければトンネルのパケットは送出できません。',
      },
      {
        en: 'See whether advertisements arrive (`tcpdump -i DEVICE icmp6`), that `accept_ra` is 2, and that the line is open (IPoE contract, ONU).',
        ja: 'RA が届いているか（`tcpdump -i デバイス icmp6`）、`accept_ra` が 2 か、回線が開通しているか（IPoE の契約、ONU）を確認してください。',
      },
    ]);
  if (link.mtu !== mtu)
    return bad('wan', 'warning', [
      {
        en: `${name} has an MTU of ${link.mtu}, and the spec says ${mtu}.`,
        ja: `${name} の MTU は ${link.mtu} ですが、スペックでは ${mtu} です。`,
      },
      {
        en: 'The MTU of the tunnel and the MSS are computed from it.',
        ja: 'トンネルの MTU と MSS はこの値から計算されます。',
      },
      {
        en: 'Deploy the spec, or write the MTU that the line has into `wan.mtu`.',
        ja: 'スペックをデプロイするか、実際の MTU を `wan.mtu` に書いてください。',
      },
    ]);
  return good('wan', {
    en: `${name} is up with an MTU of ${link.mtu}; the default route leads to ${wanRouter}.`,
    ja: `${name} はリンクアップ、MTU ${link.mtu}、デフォルト経路は ${wanRouter} です。`,
  });
}

/** On a line with router advertisements the prefix can be seen on the WAN side; a delegated one lies on the LAN. */
function prefix({ wan: { prefix: own, prefixSource, device } }: Router, facts: LiveFacts): Finding[] {
  if (prefixSource !== 'ra' || facts.wan?.up !== true) return [];
  const addresses = facts.wanAddresses.filter(
    ({ address, length }) => length < 128 && classifyIpv6(address) !== 'ula',
  );
  if (addresses.some((address) => contains(own, address.address)))
    return [
      good('prefix', {
        en: `The line has the prefix of the spec, ${formatPrefix(own)}.`,
        ja: `回線のプレフィックスはスペックどおり ${formatPrefix(own)} です。`,
      }),
    ];
  const [other] = addresses;
  if (other === undefined)
    return [
      bad('prefix', 'error', [
        {
          en: `${device} has no global IPv6 address.`,
          ja: `${device} にグローバル IPv6 アドレスがありません。`,
        },
        {
          en: 'The line has announced no prefix, so nobody can reach the near end of the tunnel.',
          ja: '回線からプレフィックスが広告されていないため、トンネルのこちら側に到達できません。',
        },
        {
          en: 'See whether advertisements with a prefix arrive: `tcpdump -v -i DEVICE icmp6`. A line with “Hikari Denwa” gets its prefix by DHCPv6-PD instead (`wan.prefix-source`).',
          ja: 'プレフィックス付きの RA が届いているか `tcpdump -v -i デバイス icmp6` で確認してください。ひかり電話契約の回線では RA ではなく DHCPv6-PD です（`wan.prefix-source`）。',
        },
      ]),
    ];
  const seen = formatPrefix(networkOf(ipv6Prefix(other.address, own.length)));
  return [
    bad('prefix', 'error', [
      {
        en: `The line has the prefix ${seen}, and the spec says ${formatPrefix(own)}.`,
        ja: `回線のプレフィックスは ${seen} ですが、スペックでは ${formatPrefix(own)} です。`,
      },
      {
        en: 'The CE address, the IPv4 address and the ports come from the prefix: with another one the border relay drops everything.',
        ja: 'CE アドレス、IPv4 アドレス、ポートはプレフィックスから決まります。異なっていると BR にすべて破棄されます。',
      },
      {
        en: `Write ${seen} into \`wan.prefix\`, look at what changes, and deploy.`,
        ja: `\`wan.prefix\` を ${seen} に書き換え、変更点を確認してデプロイしてください。`,
      },
    ]),
  ];
}

function nearEnd({ tunnel: { local }, wan: { device } }: Router, { wanAddresses }: LiveFacts): Finding {
  const address = formatIpv6(local);
  if (wanAddresses.some((each) => same(each.address, local)))
    return good('near-end', {
      en: `The near end of the tunnel, ${address}, is on ${device}.`,
      ja: `トンネルの送信元アドレス ${address} は ${device} に設定されています。`,
    });
  return bad('near-end', 'error', [
    {
      en: `The near end of the tunnel, ${address}, is not on ${device}, or another host has it.`,
      ja: `トンネルの送信元アドレス ${address} が ${device} にないか、ほかの機器と重複しています。`,
    },
    {
      en: 'Answers of the border relay come to this address; the router must own it to take them.',
      ja: 'BR からの応答はこのアドレス宛てに届くため、ルーターに設定されている必要があります。',
    },
    {
      en: 'Run `/usr/libexec/router-spec/tunnel up` on the router, or deploy the spec. Another router on the line with the same settings has to be taken off.',
      ja: 'ルーターで `/usr/libexec/router-spec/tunnel up` を実行するか、スペックをデプロイしてください。同じ設定の別のルーターが回線につながっている場合は取り外してください。',
    },
  ]);
}

function tunnel({ tunnel: wanted }: Router, { tunnel: link, tunnelEnds }: LiveFacts): Finding {
  const { interface: name, mtu, local } = wanted;
  const advice: Text = {
    en: 'Run `/usr/libexec/router-spec/tunnel up` on the router and read what it says, or deploy the spec.',
    ja: 'ルーターで `/usr/libexec/router-spec/tunnel up` を実行して表示を確認するか、スペックをデプロイしてください。',
  };
  if (link?.up !== true || tunnelEnds === undefined)
    return bad('tunnel', 'error', [
      link === undefined
        ? { en: `There is no tunnel ${name}.`, ja: `トンネル ${name} がありません。` }
        : { en: `The tunnel ${name} is down.`, ja: `トンネル ${name} が停止しています。` },
      { en: 'All IPv4 of the LAN goes by it.', ja: 'LAN の IPv4 通信はすべてトンネルを通ります。' },
      advice,
    ]);
  const remote =
    wanted.method !== 'ds-lite'
      ? wanted.remote
      : wanted.remote.kind === 'address'
        ? wanted.remote.address
        : tunnelEnds.remote;
  const text = ({ local: near, remote: far }: { local: Ipv6; remote: Ipv6 }): string =>
    `${formatIpv6(near)} → ${formatIpv6(far)}`;
  if (!same(tunnelEnds.local, local) || !same(tunnelEnds.remote, remote))
    return bad('tunnel', 'error', [
      {
        en: `${name} goes ${text(tunnelEnds)}, and the spec makes it ${text({ local, remote })}.`,
        ja: `${name} は ${text(tunnelEnds)} ですが、スペックでは ${text({ local, remote })} です。`,
      },
      {
        en: 'Between other ends nothing is answered.',
        ja: '両端のアドレスが違うと応答は返ってきません。',
      },
      advice,
    ]);
  if (link.mtu !== mtu)
    return bad('tunnel', 'warning', [
      {
        en: `${name} has an MTU of ${link.mtu}, and the spec makes it ${mtu}.`,
        ja: `${name} の MTU は ${link.mtu} ですが、スペックでは ${mtu} です。`,
      },
      {
        en: 'A larger one than the line carries makes fragments or loses packets; a smaller one wastes a part of each.',
        ja: '回線より大きいとフラグメントやパケット損失が起き、小さいと 1 パケットで運べる量が減ります。',
      },
      advice,
    ]);
  return good('tunnel', {
    en: `${name} is up, ${text(tunnelEnds)}, with an MTU of ${link.mtu}.`,
    ja: `${name} は動作中（${text(tunnelEnds)}、MTU ${link.mtu}）です。`,
  });
}

/** What the far end is called: RFC 7597 and RFC 6333 have different names for it. */
function farName({ tunnel: { method } }: Router): Text {
  return method === 'ds-lite'
    ? { en: 'The AFTR', ja: 'AFTR' }
    : method === 'map-e'
      ? { en: 'The border relay', ja: 'BR' }
      : { en: 'The far end of the tunnel', ja: 'トンネルの接続先' };
}

function farEnd(router: Router, { answered }: LiveFacts): Finding {
  const name = farName(router);
  if (answered.farEnd === true)
    return good('far-end', { en: `${name.en} answers pings.`, ja: `${name.ja} は ping に応答します。` });
  if (answered.ipv4 === true)
    return good('far-end', {
      en: `${name.en} carries IPv4. It does not answer pings to itself, as many do not.`,
      ja: `${name.ja} は IPv4 を中継しています。自身への ping に応答しないのは珍しくありません。`,
    });
  if (answered.farEnd === undefined)
    return unknown('far-end', {
      en: `${name.en} could not be tried: its address is not known yet.`,
      ja: `${name.ja} のアドレスがまだ分からないため、確認できませんでした。`,
    });
  return bad('far-end', 'error', [
    {
      en: `${name.en} answers neither pings nor IPv4 through it.`,
      ja: `${name.ja} は ping にも、経由した IPv4 にも応答しません。`,
    },
    { en: 'Without it there is no IPv4.', ja: '到達できなければ IPv4 通信はできません。' },
    answered.ipv6 === true
      ? {
          en: 'IPv6 works, so the line is open: check that the address is that of your own provider and region, and that the contract includes IPv4 over IPv6.',
          ja: 'IPv6 は通っているので回線は開通しています。アドレスが契約中の事業者・地域のものか、契約に IPv4 over IPv6 が含まれるかを確認してください。',
        }
      : {
          en: 'IPv6 does not work either: mend that first.',
          ja: 'IPv6 も通っていません。先に IPv6 を直してください。',
        },
  ]);
}

function ipv4({ tunnel: { interface: name, route } }: Router, { answered, ipv4By }: LiveFacts): Finding {
  if (answered.ipv4 === undefined)
    return unknown('ipv4', {
      en: 'The IPv4 internet was not tried: no IPv4 address is known to try. A server in dns.upstream would be one.',
      ja: 'IPv4 の疎通は確認していません（試す宛先がありません）。dns.upstream に IPv4 のサーバーがあれば使います。',
    });
  if (ipv4By !== undefined && ipv4By !== name)
    return bad('ipv4', 'error', [
      ipv4By === ''
        ? { en: 'IPv4 has no route.', ja: 'IPv4 の経路がありません。' }
        : {
            en: `IPv4 with the tunnel’s address leaves by ${ipv4By}, not by ${name}.`,
            ja: `トンネルのアドレスからの IPv4 が ${name} ではなく ${ipv4By} から出ています。`,
          },
      {
        en: 'The provider takes it from the tunnel alone.',
        ja: '事業者が受け付けるのはトンネル経由の通信だけです。',
      },
      {
        en: `Look at \`ip -4 route\` and \`ip -4 rule\`; \`/usr/libexec/router-spec/tunnel up\` sets the routes again${route.kind === 'default' ? '. A DHCP client on another interface may have taken the default route' : ''}.`,
        ja: `\`ip -4 route\` と \`ip -4 rule\` を確認してください。\`/usr/libexec/router-spec/tunnel up\` で経路を設定し直せます${route.kind === 'default' ? '。別のインターフェースの DHCP クライアントがデフォルト経路を上書きしている可能性があります' : ''}。`,
      },
    ]);
  if (answered.ipv4)
    return good('ipv4', {
      en: 'The IPv4 internet answers through the tunnel.',
      ja: 'トンネル経由で IPv4 の通信ができます。',
    });
  return bad('ipv4', 'error', [
    {
      en: 'The IPv4 internet does not answer through the tunnel.',
      ja: 'トンネル経由の IPv4 に応答がありません。',
    },
    {
      en: 'Everything that speaks IPv4 alone cannot be reached.',
      ja: 'IPv4 にしか対応していない宛先と通信できません。',
    },
    answered.farEnd === true
      ? {
          en: 'The far end is there: check that the provider, the rule and the prefix are right (another CE address is dropped), and that the packet filter is the deployed one (`nft list ruleset`).',
          ja: '接続先には到達できています。事業者・ルール・プレフィックスが正しいか（CE アドレスが違うと破棄されます）、パケットフィルターがデプロイしたものか（`nft list ruleset`）を確認してください。',
        }
      : {
          en: 'Mend what is reported above first: the line, then the tunnel, then its far end.',
          ja: '上の項目（回線、トンネル、接続先の順）を先に直してください。',
        },
  ]);
}

function ipv6({ answered }: LiveFacts): Finding {
  if (answered.ipv6 === undefined)
    return unknown('ipv6', {
      en: 'The IPv6 internet was not tried: `dns.upstream` has no IPv6 address.',
      ja: 'IPv6 の疎通は確認していません（`dns.upstream` に IPv6 アドレスがありません）。',
    });
  if (answered.ipv6) return good('ipv6', { en: 'The IPv6 internet answers.', ja: 'IPv6 の通信ができます。' });
  return bad('ipv6', 'error', [
    { en: 'The IPv6 internet does not answer.', ja: 'IPv6 に応答がありません。' },
    { en: 'The tunnel runs over IPv6.', ja: 'トンネルも IPv6 の上で動いています。' },
    {
      en: 'Check the default route and the address of the WAN side above. A provider that closes IPv6 to other networks (NGN inside only) leaves this so on purpose.',
      ja: '上の WAN の項目（デフォルト経路、アドレス）を確認してください。網内折り返しのみの回線では、これが正常です。',
    },
  ]);
}

function names({ dns: { serve } }: Router, { answered }: LiveFacts): Finding {
  if (answered.names === undefined)
    return unknown('names', {
      en: serve ? 'The DNS service was not tried.' : 'The router offers no DNS service.',
      ja: serve ? 'DNS サービスは確認していません。' : 'このルーターは DNS サービスを提供していません。',
    });
  if (answered.names)
    return good('names', {
      en: 'The DNS service of the router answers.',
      ja: 'ルーターの DNS サービスは応答しています。',
    });
  return bad('names', 'error', [
    {
      en: 'The DNS service of the router does not answer.',
      ja: 'ルーターの DNS サービスが応答しません。',
    },
    {
      en: 'For the LAN that is as if there were no internet.',
      ja: 'LAN の端末からは、インターネットに接続できないように見えます。',
    },
    {
      en: 'Look at the services below, and whether the upstream servers answer: `nslookup example.com ADDRESS`.',
      ja: '下のサービスの状態と、上流サーバーの応答（`nslookup example.com アドレス`）を確認してください。',
    },
  ]);
}

function pathMtu({ tunnel: { mtu, encapsulationLimit } }: Router, { pathMtu: seen }: LiveFacts): Finding {
  if (seen === undefined)
    return unknown('path-mtu', {
      en: 'The real MTU could not be measured: IPv4 does not answer.',
      ja: 'IPv4 に応答がないため、実際の MTU は測定できませんでした。',
    });
  if (seen >= mtu)
    return good('path-mtu', {
      en: `IPv4 packets of ${mtu} bytes, the whole MTU of the tunnel, are answered.`,
      ja: `トンネルの MTU いっぱいの ${mtu} バイトの IPv4 パケットに応答があります。`,
    });
  const line = seen + IPV6_HEADER + (encapsulationLimit === 'none' ? 0 : ENCAPSULATION_LIMIT_HEADER);
  return bad('path-mtu', 'warning', [
    {
      en: `IPv4 packets of up to ${seen} bytes are answered, and the tunnel has an MTU of ${mtu}.`,
      ja: `応答があるのは ${seen} バイトまでの IPv4 パケットで、トンネルの MTU は ${mtu} です。`,
    },
    {
      en: 'What is larger is lost or comes in pieces: pages that hang half loaded, slow VPNs.',
      ja: 'これより大きいパケットは失われるか分割されます。ページの読み込みが途中で止まる、VPN が遅いといった症状になります。',
    },
    {
      en: `Measure again. If it stays so, the line carries ${line} bytes: write \`wan.mtu: ${line}\` (a PPPoE or VLAN stretch on the way takes such a part), and deploy.`,
      ja: `もう一度測定してください。変わらなければ回線の MTU は ${line} バイトです（途中の PPPoE や VLAN 区間で減ります）。\`wan.mtu: ${line}\` と書いてデプロイしてください。`,
    },
  ]);
}

function same(a: Ipv6, b: Ipv6): boolean {
  return a.value === b.value;
}
