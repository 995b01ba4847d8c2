import type { Analysis } from '../../core/analysis.ts';
import { excludedPortCount, isInSet, nearestPort, psidOfPort } from '../../core/net/port-set.ts';
import type { Path } from '../../core/problem.ts';
import { sayIn } from '../options.ts';
import type { Locale } from '../../core/text.ts';
import { block, code, paragraphs } from '../markdown.ts';
import { portHeading, splitPort } from './port-bits.ts';

/** Whether the outside port of a forward is one of the line's, and why, by its bits. */
export function explainForwardPort(analysis: Analysis, path: Path, locale: Locale): string | undefined {
  const t = sayIn(locale);
  const index = path.find((step) => typeof step === 'number');
  const port = index === undefined ? undefined : analysis.document.spec.nat?.forwards?.[index]?.port;
  if (port === undefined) return undefined;
  const { line } = analysis;
  if (line.method === 'ds-lite')
    return t(
      '**No port can be forwarded on a DS-Lite line**: the provider does NAT.',
      '**DS-Lite の回線ではポート転送ができません。** NAT は事業者側で行われます。',
    );
  if (line.ce === undefined || line.rule === undefined) return undefined;
  const { ce } = line;
  const rule = line.rule.value;
  if (ce.psidLength === 0) return t('**All ports are yours.**', '**すべてのポートを使えます。**');
  const parameters = { offset: rule.psidOffset, psidLength: rule.psidLength };
  const drawing = block([portHeading(rule), `${splitPort(port, rule)}  ${port}`]);
  const own = ce.psid ?? 0;
  if (isInSet(ce.portRanges, port)) {
    const range = ce.portRanges.findIndex(({ first, last }) => first <= port && port <= last);
    const { first, last } = ce.portRanges[range] ?? { first: port, last: port };
    return paragraphs([
      t(
        `**Port ${port} is yours**: it lies in range ${range + 1} of ${ce.portRanges.length}, ${first}–${last}.`,
        `**ポート ${port} は使えます。** ${ce.portRanges.length} 個の範囲のうち ${range + 1} 番目（${first}–${last}）に含まれます。`,
      ),
      drawing,
      t(
        `The bits under ${code('P')} are your PSID, ${own}.`,
        `${code('P')} の位置のビットが、この回線の PSID（${own}）と一致しています。`,
      ),
    ]);
  }
  const nearest = nearestPort(ce.portRanges, port);
  const owner = psidOfPort(port, parameters);
  return paragraphs([
    t(`**Port ${port} is not yours**`, `**ポート ${port} は使えません。**`) +
      (nearest === undefined
        ? ''
        : t(`; the nearest that is: ${nearest}.`, `最も近い使えるポートは ${nearest} です。`)),
    drawing,
    owner === undefined
      ? t(
          `Ports 0–${excludedPortCount(parameters) - 1} belong to no line at all.`,
          `0–${excludedPortCount(parameters) - 1} のポートは、どの回線にも割り当てられません。`,
        )
      : t(
          `The bits under ${code('P')} are the PSID ${owner}; yours is ${own}. Packets to this port go to the line with that PSID, which shares the address.`,
          `${code('P')} の位置のビットは PSID ${owner} で、この回線の PSID は ${own} です。このポート宛てのパケットは、同じアドレスを共有する別の回線に届きます。`,
        ),
  ]);
}
