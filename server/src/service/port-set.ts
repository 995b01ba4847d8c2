import { computedOf } from '../core/derive/computed.ts';
import { present } from '../core/spec/present.ts';
import type { Line } from '../core/derive/line.ts';
import { formatIpv6 } from '../core/net/address.ts';
import type { Ce, MapRule } from '../core/net/map-e.ts';
import { excludedPortCount } from '../core/net/port-set.ts';
import { say } from '../core/text.ts';
import type { Spec } from '../core/spec/schema/index.ts';
import { lanEndpoint } from '../core/spec/scalars-lan.ts';
import type { DocumentState } from './document-state.ts';
import { explainPortBits, portsInShort } from './explain/port-bits.ts';
import { explainPrefixBits, ipv4Text } from './explain/prefix-bits.ts';
import { sourceOfRule } from './explain/provider.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';

/** A page that explains which ports a line has and why. */
export interface PortSetPage {
  readonly title: string;
  readonly markdown: string;
}

/** The port set of a spec as a page to read; for a line without one it says why. */
export function portSetPage(state: DocumentState, options: ServiceOptions): PortSetPage {
  const { locale } = options;
  const t = sayIn(locale);
  const { line, document } = state.analysis;
  const hostname = document.spec.hostname ?? 'router';
  const title = t(`Ports of ${hostname}`, `${hostname} のポート`);
  const { ce, rule } = line;
  const body =
    ce === undefined || rule === undefined
      ? whyNone(line, options)
      : paragraphs([
          summary(ce, line, t),
          ...(ce.psidLength === 0
            ? []
            : [
                `## ${t('The ranges', 'ポート範囲')}`,
                table(ce, document.spec, t),
                `## ${t('Why these', '決まり方')}`,
                explainPortBits(ce, rule.value, t),
                `## ${t('The rest of the port numbers', 'それ以外のポート')}`,
                others(rule.value, t),
              ]),
          `## ${t('Where the PSID and the address come from', 'PSID と IPv4 アドレスの決まり方')}`,
          explainPrefixBits(ce, rule.value, t),
          sourceOfRule(line, locale),
        ]);
  return { title, markdown: `# ${title}\n\n${body}\n` };
}

function summary(ce: Ce, line: Line, t: Say): string {
  return bullets([
    `${t('IPv4 address', 'IPv4 アドレス')}: ${code(ipv4Text(ce))}`,
    ...(ce.psid === null || ce.psidLength === 0
      ? []
      : [`PSID: **${ce.psid}** (${t(`${ce.psidLength} bits`, `${ce.psidLength} ビット`)})`]),
    `${t('Ports', 'ポート')}: **${portsInShort(ce.portRanges, ce.portCount, t)}**`,
    `${t('CE IPv6 address', 'CE の IPv6 アドレス')}: ${code(formatIpv6(ce.ceIpv6))}`,
    ...(line.borderRelay === undefined
      ? []
      : [`${t('Border relay', 'BR')}: ${code(formatIpv6(line.borderRelay.value))}`]),
  ]);
}

/** How many ranges the page lists; a set can have thousands of one port each. */
const MOST_ROWS = 1024;

/** The ranges, and the forwards that use them. */
function table(ce: Ce, spec: Spec, t: Say): string {
  const rows = ce.portRanges.slice(0, MOST_ROWS).map(({ first, last }, index) => {
    const used = present(spec.nat?.forwards).flatMap(({ protocol, port, to }) => {
      if (port === undefined || port < first || port > last) return [];
      return [`${protocol ?? 'tcp'} ${port}${to === undefined ? '' : ` → ${code(lanEndpoint.format(to))}`}`];
    });
    return `| ${index + 1} | ${first === last ? first : `${first}–${last}`} | ${last - first + 1} | ${used.join(', ')} |`;
  });
  return [
    `| | ${t('Ports', 'ポート')} | ${t('How many', '数')} | ${t('Forwards', 'ポート転送')} |`,
    '| ---: | --- | ---: | --- |',
    ...rows,
    ...(ce.portRanges.length > MOST_ROWS ? [`| … | | | |`] : []),
  ].join('\n');
}

function others(rule: MapRule, t: Say): string {
  const excluded = excludedPortCount({ offset: rule.psidOffset, psidLength: rule.psidLength });
  const lines = 2 ** rule.psidLength;
  return bullets([
    ...(excluded === 0
      ? []
      : [
          t(
            `0–${excluded - 1} belong to no line: services such as a web server on port 80 or 443 cannot be offered over this IPv4 address.`,
            `0–${excluded - 1} はどの回線にも割り当てられません。80 番や 443 番で Web サーバーを公開するようなことは、この IPv4 アドレスではできません。`,
          ),
        ]),
    t(
      `All others belong to the ${lines - 1} other lines that share the address.`,
      `残りは、同じアドレスを共有するほかの ${lines - 1} 回線のものです。`,
    ),
  ]);
}

function whyNone(line: Line, { locale }: ServiceOptions): string {
  const t = sayIn(locale);
  if (line.method === 'ds-lite')
    return t(
      'A DS-Lite line has no ports of its own: the provider does NAT for all its lines (AFTR), and no port can be forwarded.',
      'DS-Lite の回線に固有のポートはありません。NAT は事業者の設備（AFTR）で行われ、ポート転送もできません。',
    );
  if (line.method === 'ipip')
    return t(
      'The address is fixed and not shared: all 65,536 ports are yours.',
      '固定アドレスで共有もしないため、65,536 ポートすべてを使えます。',
    );
  const computed = computedOf(line);
  return computed.ok ? '' : say(computed.reason, locale);
}
