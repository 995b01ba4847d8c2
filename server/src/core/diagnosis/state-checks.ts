import type { Router } from '../derive/router.ts';
import { kernelSettings } from '../render/kernel.ts';
import type { Text } from '../text.ts';
import type { LiveFacts } from './facts.ts';
import { bad, good, unknown } from './finding.ts';
import type { Finding } from './finding.ts';
import { PROTOCOLS } from './port-use.ts';
import type { PortUse } from './port-use.ts';

/** From this share of something limited on, it is said, in percent. */
const FILLING = 80;
/** And from this share on, what is new fails every now and then. */
const FULL = 95;

export const CONNTRACK_COUNT = 'net/netfilter/nf_conntrack_count';
export const CONNTRACK_MAX = 'net/netfilter/nf_conntrack_max';

/** The reverse-path filter of an interface, and that of all. */
export const rpFilter = (name: string): string => `net/ipv4/conf/${name}/rp_filter`;

/** What is looked at on the router itself. */
export function stateChecks(router: Router, facts: LiveFacts, ports: PortUse | undefined): Finding[] {
  return [
    reversePath(router, facts),
    kernel(router, facts),
    ...(ports === undefined ? [] : [portsInUse(ports)]),
    conntrack(facts),
    services(facts),
    drift(facts),
    ...pending(facts),
  ];
}

/** The kernel takes the larger of both values (kernel documentation, ip-sysctl, rp_filter). */
function reversePath({ tunnel, lan, wan }: Router, { kernel }: LiveFacts): Finding {
  const value = (name: string): number => Number(kernel.get(rpFilter(name)) ?? 0);
  const effective = (name: string): string => `${name} ${Math.max(value('all'), value(name))}`;
  const names = [...new Set([tunnel.interface, lan.interface, wan.interface])];
  const values = names.map(effective).join(', ');
  const seen: Text = {
    en: `The reverse-path filter in force: ${values} (all ${value('all')}).`,
    ja: `有効な逆方向経路フィルター: ${values}（all は ${value('all')}）。`,
  };
  const strict = Math.max(value('all'), value(tunnel.interface)) === 1;
  const byMark = tunnel.route.kind === 'some' && tunnel.route.mark !== undefined;
  if (!byMark || !strict) return good('rp-filter', seen);
  return bad('rp-filter', 'error', [
    seen,
    {
      en: 'With routes by mark the strict filter (1) drops every answer from the tunnel: it looks for the way back without the mark. The larger of `all` and the interface counts.',
      ja: 'マークによる経路では、厳格なフィルター（1）がトンネルからの応答をすべて破棄します（マークなしで戻りの経路を判定するため）。`all` とインターフェースの大きいほうが有効です。',
    },
    {
      en: 'Deploy the spec, which sets both to 0, and look for what set it again: another file in `/etc/sysctl.d`, or a program.',
      ja: 'スペックをデプロイすると両方が 0 になります。`/etc/sysctl.d` の別ファイルやプログラムが設定し直していないかも確認してください。',
    },
  ]);
}

function kernel(router: Router, { kernel: values }: LiveFacts): Finding {
  const { boot, late } = kernelSettings(router);
  const one = (value: string): string => value.trim().replace(/\s+/g, ' ');
  const others = [...boot, ...late].flatMap(({ path, value }) => {
    if (path.endsWith('/rp_filter')) return [];
    const now = values.get(path);
    if (now !== undefined && one(now) === one(value)) return [];
    return [
      {
        path,
        en: now === undefined ? 'not there' : one(now),
        ja: now === undefined ? 'なし' : one(now),
        value,
      },
    ];
  });
  if (others.length === 0)
    return good('kernel', {
      en: 'The kernel parameters are as the spec makes them.',
      ja: 'カーネルパラメーターはスペックどおりです。',
    });
  return bad(
    'kernel',
    others.some(({ path }) => path.endsWith('forward') || path.endsWith('forwarding')) ? 'error' : 'warning',
    [
      {
        en: `Kernel parameters are other than the spec makes them: ${others.map(({ path, en, value }) => `${path} ${en} instead of ${value}`).join(', ')}.`,
        ja: `カーネルパラメーターがスペックと異なります: ${others.map(({ path, ja, value }) => `${path} が ${ja}（スペックでは ${value}）`).join('、')}。`,
      },
      {
        en: 'The router forwards, keeps its addresses and forgets connections by them.',
        ja: '転送、アドレスの保持、接続の破棄までの時間などに影響します。',
      },
      {
        en: 'Something has set them after the deploy, or the deploy is not live yet: run `/usr/libexec/router-spec/tunnel settings` and `rc-service sysctl restart`, or deploy the spec.',
        ja: 'デプロイ後に変更されたか、まだ反映されていません。`/usr/libexec/router-spec/tunnel settings` と `rc-service sysctl restart` を実行するか、スペックをデプロイしてください。',
      },
    ],
  );
}

function portsInUse({ total, available }: PortUse): Finding {
  const seen: Text = {
    en: `Ports in use of ${available}: ${PROTOCOLS.map((protocol) => `${protocol.toUpperCase()} ${total[protocol]}`).join(', ')}.`,
    ja: `使用中のポート（各 ${available} 個のうち）: ${PROTOCOLS.map((protocol) => `${protocol.toUpperCase()} ${total[protocol]}`).join('、')}。`,
  };
  const share = percent(Math.max(total.tcp, total.udp), available);
  if (share < FILLING) return good('ports', seen);
  return bad('ports', 'warning', [
    seen,
    {
      en: 'Connections to different servers can share a port, those to one server cannot: once all are in use, a further one to a busy server fails.',
      ja: '宛先が異なる接続は同じポートを共用できますが、同じ宛先には共用できません。使い切ると、接続の多い宛先への新しい接続が失敗します。',
    },
    {
      en: 'Find the host with the most connections (`conntrack -L`), and prefer IPv6 for it, which needs no ports. The spec sets the shortest timeouts that the RFCs allow.',
      ja: '接続の多いホストを `conntrack -L` で探し、ポートを消費しない IPv6 を使わせてください。タイムアウトは RFC の範囲で最短に設定されます。',
    },
  ]);
}

function conntrack({ kernel: values }: LiveFacts): Finding {
  const count = Number(values.get(CONNTRACK_COUNT) ?? Number.NaN);
  const max = Number(values.get(CONNTRACK_MAX) ?? Number.NaN);
  if (Number.isNaN(count) || Number.isNaN(max) || max <= 0)
    return unknown('conntrack', {
      en: 'Connection tracking is not loaded.',
      ja: 'コネクション追跡（conntrack）が読み込まれていません。',
    });
  const share = percent(count, max);
  const seen: Text = {
    en: `Connection tracking holds ${count} of ${max} connections (${share} %).`,
    ja: `コネクション追跡は ${max} 件中 ${count} 件（${share} %）を使用しています。`,
  };
  if (share < FILLING) return good('conntrack', seen);
  return bad('conntrack', share < FULL ? 'warning' : 'error', [
    seen,
    {
      en: 'When the table is full the kernel drops new connections, IPv6 included (“nf_conntrack: table full” in `dmesg`).',
      ja: 'テーブルがいっぱいになると、IPv6 も含めて新しい接続が破棄されます（`dmesg` に「nf_conntrack: table full」）。',
    },
    {
      en: 'Find who opens so many, or give it more room: `net.netfilter.nf_conntrack_max` in the `sysctl` block (about 400 bytes of memory each).',
      ja: '大量に接続している端末を探すか、`sysctl` ブロックで `net.netfilter.nf_conntrack_max` を増やしてください（1 件あたり約 400 バイト）。',
    },
  ]);
}

function services({ services: all }: LiveFacts): Finding {
  const down = all.filter(({ state }) => state !== 'enabled' && state !== 'started');
  const forgotten = all.filter(({ state }) => state === 'started');
  if (down.length > 0) {
    const words = {
      absent: { en: 'not installed', ja: '未インストール' },
      disabled: { en: 'not running, and not started at boot', ja: '停止中・自動起動なし' },
      stopped: { en: 'not running', ja: '停止中' },
    } as const;
    const said = (locale: keyof Text): string[] =>
      down.map(({ name, state }) => `${name} (${words[state as keyof typeof words][locale]})`);
    return bad('services', 'error', [
      {
        en: `Services that should run: ${said('en').join(', ')}.`,
        ja: `動いているはずのサービス: ${said('ja').join('、')}。`,
      },
      { en: 'What they do is not done.', ja: 'それぞれの機能が動いていません。' },
      {
        en: 'See what they say: `rc-service NAME restart`, `tail /var/log/messages`. If they were never there, deploy the spec.',
        ja: '`rc-service 名前 restart` と `tail /var/log/messages` で原因を確認してください。未導入ならスペックをデプロイしてください。',
      },
    ]);
  }
  if (forgotten.length > 0) {
    const list = forgotten.map(({ name }) => name);
    return bad('services', 'warning', [
      {
        en: `Running, but not started at boot: ${list.join(', ')}.`,
        ja: `動作中ですが自動起動しません: ${list.join('、')}。`,
      },
      { en: 'After the next boot they are missing.', ja: '次の起動後は動きません。' },
      { en: 'Deploy the spec.', ja: 'スペックをデプロイしてください。' },
    ]);
  }
  return good('services', {
    en: `All ${all.length} services run and are started at boot.`,
    ja: `${all.length} 個のサービスはすべて動作中で、自動起動します。`,
  });
}

function drift({ drift: files }: LiveFacts): Finding {
  if (files === undefined)
    return bad('drift', 'warning', [
      { en: 'No deploy has been made to this router.', ja: 'このルーターにはまだデプロイされていません。' },
      {
        en: 'What it has was made by hand, so that the checks above compare it with something that it never was.',
        ja: '現在の設定は手作業によるもので、上の項目はまだ反映されていない設定との比較です。',
      },
      { en: 'Compare it with the spec, then deploy.', ja: 'スペックと比較してから、デプロイしてください。' },
    ]);
  if (files.length === 0)
    return good('drift', {
      en: 'No managed file was changed since the last deploy.',
      ja: '前回のデプロイ以降、管理対象のファイルは変更されていません。',
    });
  return bad('drift', 'warning', [
    {
      en: `Changed on the router since the last deploy: ${files.join(', ')}.`,
      ja: `前回のデプロイ以降にルーター上で変更されたファイル: ${files.join('、')}。`,
    },
    { en: 'The next deploy overwrites them.', ja: '次のデプロイで上書きされます。' },
    {
      en: 'See what was changed by “Compare with Router” (`diff FILE`), and take it over into the spec or let it go.',
      ja: '「ルーターと比較」（`diff FILE`）で変更内容を確認し、必要ならスペックに取り込んでください。',
    },
  ]);
}

function pending({ pendingSeconds }: LiveFacts): Finding[] {
  if (pendingSeconds === undefined) return [];
  return [
    bad('pending', 'warning', [
      {
        en: `A deploy waits for its confirmation, for ${pendingSeconds} more seconds.`,
        ja: `確認待ちのデプロイがあります（残り ${pendingSeconds} 秒）。`,
      },
      { en: 'Without one the router goes back.', ja: '確認されなければ元の設定に戻ります。' },
      {
        en: 'Keep it or revert it where it was begun.',
        ja: 'デプロイを始めた側で、維持するか元に戻すかを選んでください。',
      },
    ]),
  ];
}

function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 100);
}
