import type { Analysis } from '../core/analysis.ts';
import { formatIpv6 } from '../core/net/address.ts';
import type { Path } from '../core/problem.ts';
import { pathText } from '../core/spec/schema-lookup.ts';
import { say } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import { methodText } from './explain/provider.ts';
import { sayIn } from './options.ts';

/** A value that fits this line, and why. */
export interface SuggestedValue {
  readonly value: string;
  readonly detail: string;
}

type Suggest = (analysis: Analysis, locale: Locale) => SuggestedValue[];

/** What knows values for a place; list indexes are left out of the names. */
const SUGGESTIONS: Readonly<Record<string, Suggest>> = {
  'tunnel.provider': providers,
  'tunnel.border-relay': borderRelay,
  'tunnel.mtu': tunnelMtu,
  'nat.forwards.port': freePorts,
};

/** The values that follow from the line for a place, best first. */
export function suggestedValues(analysis: Analysis, path: Path, locale: Locale): SuggestedValue[] {
  const name = pathText(path.filter((step) => typeof step === 'string'));
  return Object.hasOwn(SUGGESTIONS, name) ? (SUGGESTIONS[name]?.(analysis, locale) ?? []) : [];
}

function providers({ line }: Analysis, locale: Locale): SuggestedValue[] {
  const t = sayIn(locale);
  return line.candidates.map(({ provider, basis }) => ({
    value: provider.id,
    detail: `${say(provider.name, locale)}: ${
      basis === 'rule'
        ? t('has a rule for your prefix', 'このプレフィックスのルールあり')
        : methodText(provider, t)
    }`,
  }));
}

function borderRelay({ line }: Analysis, locale: Locale): SuggestedValue[] {
  const rule = line.providerRule;
  const t = sayIn(locale);
  return rule === undefined
    ? []
    : [
        {
          value: formatIpv6(rule.borderRelay),
          detail: t(`that of ${rule.provider.name.en}`, `${rule.provider.name.ja}の BR`),
        },
      ];
}

function tunnelMtu({ line }: Analysis, locale: Locale): SuggestedValue[] {
  const detail = sayIn(locale)('the largest that fits', '収まる最大の値');
  return [{ value: String(line.largestTunnelMtu), detail }];
}

/** How many ranges are looked at; a set can have thousands of one port each. */
const MOST_RANGES = 64;

/** The first ports of the set that no forward uses yet, one of each range: whoever wants a particular one types it. */
function freePorts({ line, document }: Analysis, locale: Locale): SuggestedValue[] {
  const used = new Set(
    document.spec.nat?.forwards?.map((forward) => (forward as typeof forward | undefined)?.port),
  );
  const t = sayIn(locale);
  return (line.ce?.portRanges ?? []).slice(0, MOST_RANGES).flatMap(({ first, last }, index) => {
    for (let port = first; port <= last && port < first + 256; port++)
      if (port > 0 && !used.has(port))
        return [
          {
            value: String(port),
            detail: t(`range ${index + 1}: ${first}–${last}`, `範囲 ${index + 1}: ${first}–${last}`),
          },
        ];
    return [];
  });
}
