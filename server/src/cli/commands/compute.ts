import { computedOf } from '../../core/derive/computed.ts';
import type { Computed } from '../../core/derive/computed.ts';
import { deriveLine } from '../../core/derive/line.ts';
import type { Line } from '../../core/derive/line.ts';
import { PROVIDERS } from '../../core/isp/index.ts';
import { linePrefix } from '../../core/spec/scalars-net.ts';
import { say } from '../../core/text.ts';
import type { Locale } from '../../core/text.ts';
import { EXIT, UsageError, text } from '../command.ts';
import type { Arguments, Command } from '../command.ts';
import { readSpec } from '../spec-file.ts';

async function lineOf(args: Arguments): Promise<Line> {
  const [file] = args.positionals;
  const prefix = text(args, 'prefix');
  const provider = text(args, 'provider');
  if ((file === undefined) === (prefix === undefined)) {
    throw new UsageError({
      en: 'Give either a FILE or --prefix.',
      ja: 'ファイルか --prefix のどちらか一方を指定してください。',
    });
  }
  if (file !== undefined) {
    if (provider !== undefined)
      throw new UsageError({
        en: '--provider goes with --prefix; a FILE names its own.',
        ja: '--provider は --prefix と一緒に使います。ファイルの場合はその中の指定に従います。',
      });
    return (await readSpec(file)).line;
  }
  const parsed = linePrefix.parse(prefix ?? '');
  if (!parsed.ok) throw new UsageError(parsed.reason);
  if (provider !== undefined && !PROVIDERS.some((each) => each.id === provider)) {
    const known = PROVIDERS.map((each) => each.id).join(', ');
    throw new UsageError({
      en: `The provider \`${provider}\` is not known. Known are: ${known}.`,
      ja: `\`${provider}\` という事業者はありません。指定できるのは ${known} です。`,
    });
  }
  return deriveLine({ wan: { prefix: parsed.value }, tunnel: provider === undefined ? {} : { provider } });
}

/** The values as a person reads them. */
function table(computed: Computed, locale: Locale): string {
  const ja = locale === 'ja';
  const relay = (address: string | null): [string, string] => [
    ja ? 'ボーダーリレー' : 'Border relay',
    address ?? (ja ? '不明' : 'not known'),
  ];
  const rows: [string, string][] =
    computed.method === 'ipip'
      ? [
          [
            ja ? '方式' : 'Method',
            ja
              ? `IPIP、固定 IPv4 アドレス (${computed.provider})`
              : `IPIP, a fixed IPv4 address (${computed.provider})`,
          ],
          [ja ? 'CE IPv6 アドレス' : 'CE IPv6 address', computed.ceIpv6],
          [ja ? 'CE IPv4 アドレス' : 'CE IPv4 address', computed.ceIpv4],
          relay(computed.borderRelay),
          [ja ? 'ポート数' : 'Ports', ja ? '全ポート' : 'all'],
        ]
      : computed.method === 'map-e'
        ? [
            [ja ? '方式' : 'Method', `MAP-E (${computed.provider})`],
            [ja ? 'CE IPv6 アドレス' : 'CE IPv6 address', computed.ceIpv6],
            [
              ja ? 'CE IPv4 アドレス' : 'CE IPv4 address',
              computed.ceIpv4 +
                (computed.ceIpv4PrefixLength === undefined ? '' : `/${computed.ceIpv4PrefixLength}`),
            ],
            relay(computed.borderRelay),
            ['PSID', computed.psid === null ? '-' : `${computed.psid} (0x${computed.psid.toString(16)})`],
            [
              ja ? 'ポート数' : 'Ports',
              ja
                ? `${computed.portCount}（${computed.portRanges.length} 範囲）`
                : `${computed.portCount} in ${computed.portRanges.length} ${computed.portRanges.length === 1 ? 'range' : 'ranges'}`,
            ],
            [
              ja ? 'ポート範囲' : 'Port ranges',
              computed.portRanges
                .map(([first, last]) => (first === last ? String(first) : `${first}-${last}`))
                .join(' '),
            ],
          ]
        : [
            [ja ? '方式' : 'Method', `DS-Lite (${computed.provider})`],
            ['AFTR', computed.aftr],
            [ja ? 'B4 の IPv4 アドレス' : 'B4 IPv4 address', computed.b4Ipv4],
          ];
  rows.push(
    [ja ? 'トンネル MTU' : 'Tunnel MTU', String(computed.tunnelMtu)],
    ['TCP MSS', String(computed.tcpMss)],
  );
  return rows.map(([name, value]) => `${name}: ${value}\n`).join('');
}

export const compute: Command = {
  name: 'compute',
  arguments: '[FILE]',
  count: [0, 1],
  summary: {
    en: 'print what follows from the prefix: addresses, PSID, ports',
    ja: 'プレフィックスから決まる値（アドレス、PSID、ポート）を表示します',
  },
  options: {
    prefix: {
      type: 'string',
      value: 'PREFIX',
      summary: { en: 'a prefix instead of a file', ja: 'ファイルの代わりにプレフィックスを指定します' },
    },
    provider: {
      type: 'string',
      value: 'NAME',
      summary: {
        en: 'the provider (default: found from the prefix)',
        ja: '事業者（既定値: プレフィックスから判定）',
      },
    },
    json: { type: 'boolean', summary: { en: 'print JSON', ja: 'JSON で出力します' } },
  },
  async run(args, io) {
    const computed = computedOf(await lineOf(args));
    if (!computed.ok) {
      io.err(`router-spec: ${say(computed.reason, io.locale)}\n`);
      return EXIT.failed;
    }
    io.out(
      args.values.json === true
        ? `${JSON.stringify(computed.value, null, 2)}\n`
        : table(computed.value, io.locale),
    );
    return EXIT.fine;
  },
};
