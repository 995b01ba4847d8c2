import { setValue } from '../../spec/edit.ts';
import type { Text } from '../../text.ts';
import { defineRule } from '../rule.ts';
import type { Source } from '../../source.ts';
import { rfc } from '../sources.ts';
import { sharesAddress } from '../spec-values.ts';

interface Timeout {
  /** Seconds: less breaks what applications rely on, whatever the line. */
  readonly least: number;
  /** Seconds: more lets dead connections hold the few ports of a shared address. */
  readonly most: number;
  readonly advised: number;
  readonly what: Text;
  readonly whyNotLess: Text;
}

const UDP: Text = {
  en: 'applications count on two minutes (RFC 4787 REQ-5)',
  ja: 'アプリケーションは 2 分間の維持を前提としています（RFC 4787 REQ-5）',
};
const ANSWER: Text = {
  en: 'a slow answer then finds the way back closed',
  ja: '応答が遅れると、戻りの通信が通らなくなります',
};
const TCP: Text = {
  en: 'idle connections are kept alive every two hours (RFC 5382 REQ-5)',
  ja: 'アイドル接続のキープアライブは 2 時間ごとです（RFC 5382 REQ-5）',
};

const TIMEOUTS: Readonly<Record<string, Timeout>> = {
  'net.netfilter.nf_conntrack_udp_timeout': {
    least: 10,
    most: 60,
    advised: 30,
    what: { en: 'a UDP flow that was not answered', ja: '応答のない UDP フロー' },
    whyNotLess: ANSWER,
  },
  'net.netfilter.nf_conntrack_udp_timeout_stream': {
    least: 120,
    most: 180,
    advised: 120,
    what: { en: 'a UDP flow in use', ja: '使用中の UDP フロー' },
    whyNotLess: UDP,
  },
  'net.netfilter.nf_conntrack_tcp_timeout_established': {
    least: 7440,
    most: 86_400,
    advised: 7440,
    what: { en: 'an idle TCP connection', ja: 'アイドル状態の TCP 接続' },
    whyNotLess: TCP,
  },
};

const KERNEL: Source = {
  title: 'Linux, nf_conntrack-sysctl',
  url: 'https://docs.kernel.org/networking/nf_conntrack-sysctl.html',
};

export const conntrackTimeouts = defineRule({
  code: 'nat/conntrack-timeouts',
  severity: 'information',
  certainty: 'hint',
  title: {
    en: 'A connection tracking timeout does not suit the line',
    ja: 'コネクション追跡のタイムアウトが回線に合っていない',
  },
  explanation: {
    en: `NAT keeps an entry, and with it a port, for each connection until it has been idle for the timeout.

- On a line with a shared address ports are scarce (240 on v6プラス). Long timeouts let connections that ended long ago keep their ports: the kernel's default for idle TCP is five days.
- Too short, and connections break that are merely idle: 7440 s for TCP (RFC 5382 asks for two hours and four minutes) and 120 s for UDP in use (RFC 4787) are what applications may count on.`,
    ja: `NAT は接続ごとにエントリーを持ち、タイムアウトまでアイドル状態が続くと削除します。それまではポートも占有されます。

- アドレスを共有する回線ではポートが限られています（v6プラスは 240）。タイムアウトが長いと、とうに終わった接続がポートを占有し続けます（カーネルの既定では、アイドル TCP は 5 日間）。
- 逆に短すぎると、単に通信していないだけの接続が切れます。アプリケーションが前提にできるのは、TCP で 7440 秒（RFC 5382 の 2 時間 4 分）、使用中の UDP で 120 秒（RFC 4787）です。`,
  },
  sources: [KERNEL, rfc(4787, '4.3'), rfc(5382, '5')],
  examples: [
    {
      bad: `
sysctl:
  net.netfilter.nf_conntrack_tcp_timeout_established: 432000
`,
      good: `
sysctl:
  net.netfilter.nf_conntrack_tcp_timeout_established: 7440
`,
    },
    {
      bad: `
sysctl:
  net.netfilter.nf_conntrack_udp_timeout_stream: 30
`,
      good: `
sysctl:
  net.netfilter.nf_conntrack_udp_timeout_stream: 120
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const shared = sharesAddress(context) && context.line.method !== 'ds-lite';
    for (const [key, text] of Object.entries(spec.sysctl ?? {})) {
      const name = key.replaceAll('/', '.');
      const timeout = Object.hasOwn(TIMEOUTS, name) ? TIMEOUTS[name] : undefined;
      if (timeout === undefined || !/^\d{1,9}$/.test(text)) continue;
      const seconds = Number(text);
      const short = seconds < timeout.least;
      if (!short && !(shared && seconds > timeout.most)) continue;
      const at = ['sysctl', key];
      report({
        at,
        message: short
          ? {
              en: `${seconds} s is short for ${timeout.what.en}: ${timeout.whyNotLess.en}.`,
              ja: `${timeout.what.ja}に対して ${seconds} 秒は短すぎます。${timeout.whyNotLess.ja}。`,
            }
          : {
              en: `${timeout.what.en.replace(/^a/, 'A')} holds one of the line's ${context.line.ce?.portCount ?? 0} ports for ${seconds} s. ${timeout.advised} s are enough.`,
              ja: `${timeout.what.ja}が、回線の ${context.line.ce?.portCount ?? 0} ポートのうち 1 つを ${seconds} 秒間占有します。${timeout.advised} 秒で十分です。`,
            },
        fixes: [
          {
            title: { en: `Change to ${timeout.advised}`, ja: `${timeout.advised} に変更` },
            edits: setValue(document, at, String(timeout.advised)),
          },
        ],
      });
    }
  },
});
