import type { Analysis } from '../core/analysis.ts';
import { PLAIN_WINDOW } from '../core/derive/deploy-window.ts';
import { formatIpv4, formatIpv6 } from '../core/net/address.ts';
import type { Path } from '../core/problem.ts';
import type { Locale } from '../core/text.ts';
import { explainFound, explainProvider, relayText } from './explain/provider.ts';
import { paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';

/** A value that the spec leaves open and the product found. */
export interface DerivedDefault {
  readonly path: Path;
  /** As it would stand in the spec. */
  readonly value: string;
  /** Where it comes from; Markdown. */
  readonly why: string;
}

/**
 * The values that are not the same for every router and that the spec leaves open. Constants, such as the name of the
 * tunnel interface, are not among them: the hover of the key says them.
 */
export function derivedDefaults(analysis: Analysis, locale: Locale): DerivedDefault[] {
  return [
    ...lineDefaults(analysis, locale),
    ...lanDefaults(analysis, locale),
    ...deployDefaults(analysis, locale),
  ].filter(({ path }) => analysis.document.entry(path) === undefined);
}

function lineDefaults({ line }: Analysis, locale: Locale): DerivedDefault[] {
  const found: DerivedDefault[] = [];
  if (line.provider !== undefined)
    found.push({
      path: ['tunnel', 'provider'],
      value: line.provider.id,
      why: paragraphs([explainFound(line, locale), explainProvider(line.provider, locale)]),
    });
  if (line.borderRelay?.from === 'provider')
    found.push({
      path: ['tunnel', 'border-relay'],
      value: formatIpv6(line.borderRelay.value),
      why: relayText(line, locale) ?? '',
    });
  if (line.aftr?.from === 'provider' && line.provider !== undefined)
    found.push({
      path: ['tunnel', 'aftr'],
      value: line.aftr.value.kind === 'name' ? line.aftr.value.name : formatIpv6(line.aftr.value.address),
      why: explainProvider(line.provider, locale),
    });
  return found;
}

function lanDefaults({ router }: Analysis, locale: Locale): DerivedDefault[] {
  if (router === undefined) return [];
  const t = sayIn(locale);
  const { wan, lan } = router;
  const length = wan.prefix.length;
  const found: DerivedDefault[] = [
    {
      path: ['wan', 'prefix-source'],
      value: wan.prefixSource,
      why: t(
        `A /${length} line hands its prefix out by ${wan.prefixSource === 'ra' ? 'router advertisements' : 'DHCPv6 prefix delegation'}.`,
        `/${length} の回線では、プレフィックスは ${wan.prefixSource === 'ra' ? 'RA（ルーター広告）' : 'DHCPv6-PD'} で配られます。`,
      ),
    },
    {
      path: ['lan', 'ipv6'],
      value: lan.ipv6,
      why: t(
        `What a /${length} line allows: ${lan.ipv6 === 'bridge' ? 'the LAN shares the /64 of the line' : 'the LAN gets a /64 of its own'}.`,
        `/${length} の回線で可能な方法です（${lan.ipv6 === 'bridge' ? 'LAN は回線の /64 をそのまま使います' : 'LAN に専用の /64 を割り当てます'}）。`,
      ),
    },
  ];
  if (lan.dhcp !== undefined) {
    found.push({
      path: ['lan', 'dhcp', 'range'],
      value: `${formatIpv4(lan.dhcp.first)}-${formatIpv4(lan.dhcp.last)}`,
      why: t('The upper half of the subnet.', 'サブネットの後半です。'),
    });
    if (lan.dhcp.dns.length > 0)
      found.push({
        path: ['lan', 'dhcp', 'dns'],
        value: `[${lan.dhcp.dns.map(formatIpv4).join(', ')}]`,
        why: router.dns.serve
          ? t('The router itself answers DNS on the LAN.', 'ルーター自身が LAN に DNS を提供します。')
          : t(
              'The upstream servers, since the router serves no DNS.',
              'ルーターが DNS を提供しないため、上位サーバーになります。',
            ),
      });
  }
  return found;
}

/** The time for a confirmation, where it is longer than that of a plain router. */
function deployDefaults({ router }: Analysis, locale: Locale): DerivedDefault[] {
  if (router === undefined || router.deploy.window === PLAIN_WINDOW) return [];
  const t = sayIn(locale);
  return [
    {
      path: ['deploy', 'window'],
      value: `${router.deploy.window}s`,
      why: t(
        'Longer than two minutes: spanning tree and radar checks keep everybody out for a while after a change.',
        '2 分より長くしています。STP やレーダー確認のため、変更後しばらくは接続できないからです。',
      ),
    },
  ];
}
