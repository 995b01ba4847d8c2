import type { Line } from '../../core/derive/line.ts';
import type { Confidence, Provider, ProviderMatch, TunnelMethod } from '../../core/isp/index.ts';
import { formatIpv6, formatPrefix } from '../../core/net/address.ts';
import type { MapRule } from '../../core/net/map-e.ts';
import { say } from '../../core/text.ts';
import type { Locale } from '../../core/text.ts';
import { bullets, code, paragraphs, sourceLink } from '../markdown.ts';
import { sayIn } from '../options.ts';
import type { Say } from '../options.ts';

/** How sure a fact of the provider tables is, as the user is told. */
export function confidenceText(confidence: Confidence, t: Say): string {
  switch (confidence) {
    case 'high':
      return t('well established', '確度: 高、複数の情報源が一致');
    case 'medium':
      return t('from one careful source', '確度: 中、情報源は 1 つ');
    case 'low':
      return t('uncertain: the sources differ', '確度: 低、情報源に食い違いあり');
  }
}

/**
 * What a provider is: who runs it, under which names it is sold, and what it does with IPv4. A fixed address (`ipip`) is a
 * contract of its own beside what most of its lines have.
 */
export function explainProvider(
  provider: Provider,
  locale: Locale,
  method: TunnelMethod = provider.method,
): string {
  const t = sayIn(locale);
  const isFixed = method === 'ipip' && provider.method !== 'ipip';
  const name = (isFixed ? provider.fixedAddress?.name : undefined) ?? provider.name;
  return paragraphs([
    `**${say(name, locale)}**: ${isFixed ? fixedAddressText(t) : methodText(provider, t)}`,
    t(`Run by ${provider.operator.en}.`, `運営: ${provider.operator.ja}`),
    provider.soldAs.length > 0 &&
      t(`Sold as: ${provider.soldAs.join(', ')}`, `採用しているサービス: ${provider.soldAs.join('、')}`),
    !isFixed && provider.note !== null && say(provider.note, locale),
  ]);
}

const fixedAddressText = (t: Say): string =>
  t('a fixed IPv4 address in a plain tunnel.', 'IPIP トンネルで固定 IPv4 アドレスを使います。');

/** One line on how a provider carries IPv4. */
export function methodText(provider: Provider, t: Say): string {
  const ports =
    provider.portCount === null
      ? ''
      : t(`, ${provider.portCount} ports a line`, `、1 回線あたり ${provider.portCount} ポート`);
  switch (provider.method) {
    case 'map-e':
      return t(`MAP-E${ports}.`, `MAP-E${ports}。`);
    case 'ds-lite':
      return t(
        `DS-Lite: the provider does NAT (AFTR ${code(provider.aftr.name)}).`,
        `DS-Lite。NAT は事業者側です（AFTR ${code(provider.aftr.name)}）。`,
      );
    case 'ipip':
      return fixedAddressText(t);
  }
}

/** The numbers of a mapping rule. */
export function explainRule(rule: MapRule, t: Say): string {
  return bullets([
    `${t('Rule IPv6 prefix', 'ルール IPv6 プレフィックス')}: ${code(formatPrefix(rule.ipv6Prefix))}`,
    `${t('Rule IPv4 prefix', 'ルール IPv4 プレフィックス')}: ${code(formatPrefix(rule.ipv4Prefix))}`,
    `${t('EA bits', 'EA ビット長')}: ${rule.eaLength}`,
    t(
      `PSID offset: ${rule.psidOffset}, PSID length: ${rule.psidLength}`,
      `PSID オフセット: ${rule.psidOffset}、PSID 長: ${rule.psidLength}`,
    ),
  ]);
}

/** Where the rule of a line comes from, with links; the spec itself, or the provider's table and its sources. MAP-E alone has one. */
export function sourceOfRule(line: Line, locale: Locale): string | undefined {
  if (line.method !== 'map-e') return undefined;
  const t = sayIn(locale);
  const rfc = '[RFC 7597](https://www.rfc-editor.org/rfc/rfc7597#section-5)';
  if (line.rule?.from === 'spec')
    return t(
      `Source: ${rfc}; the rule stands in this file.`,
      `根拠: ${rfc}。ルールはこのファイルに書かれています。`,
    );
  if (line.providerRule === undefined) return undefined;
  const { provider, confidence } = line.providerRule;
  const links = provider.sources.map(sourceLink).join(', ');
  return t(
    `Source: ${rfc}; the rule is that of ${say(provider.name, locale)} for this prefix (${confidenceText(confidence, t)}): ${links}`,
    `根拠: ${rfc}。ルールは「${say(provider.name, locale)}」がこのプレフィックスに使うものです（${confidenceText(confidence, t)}）: ${links}`,
  );
}

/** How the provider was found where the spec does not name it. */
export function explainFound(line: Line, locale: Locale): string | undefined {
  const t = sayIn(locale);
  const match = line.candidates.find((each) => each.provider.id === line.provider?.id);
  if (match === undefined || line.prefix === undefined) return undefined;
  const prefix = code(formatPrefix(line.prefix));
  return match.basis === 'rule'
    ? t(
        `Found from the prefix: ${prefix} lies in the rule ${code(formatPrefix(match.rule.rule.ipv6Prefix))}, which no other provider has.`,
        `プレフィックスから判定しました。${prefix} を含むルール ${code(formatPrefix(match.rule.rule.ipv6Prefix))} を持つ事業者はほかにありません。`,
      )
    : t(
        `Guessed from the prefix: lines in ${code(formatPrefix(match.hint.prefix))} are mostly of this provider. Check your contract.`,
        `プレフィックスからの推測です。${code(formatPrefix(match.hint.prefix))} の回線の多くがこの事業者です。契約内容を確認してください。`,
      );
}

/** The other providers that the prefix may be of. */
export function explainCandidates(candidates: readonly ProviderMatch[], locale: Locale): string | undefined {
  if (candidates.length === 0) return undefined;
  const t = sayIn(locale);
  return paragraphs([
    t('The prefix fits:', 'このプレフィックスに該当する事業者:'),
    bullets(
      candidates.map(({ provider, basis }) => {
        const how =
          basis === 'rule'
            ? t('has a rule for it', 'ルールあり')
            : t('a guess from the number', '番号からの推測');
        return `${code(provider.id)} ${say(provider.name, locale)} (${how})`;
      }),
    ),
  ]);
}

/** Who a border relay belongs to. */
export function relayText(line: Line, locale: Locale): string | undefined {
  const relay = line.borderRelay;
  if (relay === undefined) return undefined;
  const t = sayIn(locale);
  const address = code(formatIpv6(relay.value));
  if (relay.from === 'spec')
    return t(`Border relay: ${address}, from this file.`, `BR: ${address}（このファイルの指定）。`);
  const name = line.provider === undefined ? '' : say(line.provider.name, locale);
  return t(
    `Border relay: ${address}, that of ${name} for this prefix.`,
    `BR: ${address}（「${name}」がこのプレフィックスに使うもの）。`,
  );
}
