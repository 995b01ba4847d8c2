import type { Text } from '../text.ts';
import { formatPrefix, hostBitsSet, ipv4, networkOf } from './address.ts';
import type { Ipv4, Ipv4Prefix, Ipv6Prefix } from './address.ts';
import { checkPortParameters } from './port-set.ts';

/** A basic mapping rule (RFC 7597 section 5): what a CE computes its IPv4 address, PSID and IPv6 address from. */
export interface MapRule {
  /** Rule IPv6 prefix; the end-user prefix of a CE begins with it. */
  readonly ipv6Prefix: Ipv6Prefix;
  /** Rule IPv4 prefix; the IPv4 address of a CE begins with it. */
  readonly ipv4Prefix: Ipv4Prefix;
  /** How many bits after the Rule IPv6 prefix hold the IPv4 suffix and the PSID, 0 … 48. */
  readonly eaLength: number;
  /** PSID offset a, 0 … 15: the bits of a port before the PSID. */
  readonly psidOffset: number;
  /** PSID length k, 0 … 16: 2^k CEs share an address. */
  readonly psidLength: number;
}

export type MapRuleField = keyof MapRule;

export type MapRuleProblemKind =
  | 'ipv6-host-bits'
  | 'ipv4-host-bits'
  | 'ea-length-range'
  | 'psid-offset-range'
  | 'psid-length-range'
  | 'port-bits'
  | 'psid-length-mismatch'
  | 'end-user-prefix-too-long';

/** Something that makes a mapping rule unusable, and the field to look at. */
export interface MapRuleProblem {
  readonly kind: MapRuleProblemKind;
  readonly field: MapRuleField;
  readonly message: Text;
  /** The value that would mend it, where there is one right answer. */
  readonly expected?: number | Ipv4Prefix | Ipv6Prefix;
}

/** The length of the end-user prefix that a rule makes: Rule IPv6 prefix and EA bits (RFC 7597 section 5.2). */
export function endUserPrefixLength(rule: MapRule): number {
  return rule.ipv6Prefix.length + rule.eaLength;
}

/** How many EA bits go into the IPv4 address: p = min(o, 32 - r4) (RFC 7597 section 5.2). */
export function ipv4SuffixLength(rule: MapRule): number {
  return Math.min(rule.eaLength, 32 - rule.ipv4Prefix.length);
}

/** How many EA bits hold the PSID: q = max(0, o + r4 - 32) (RFC 7597 section 5.2). */
export function embeddedPsidLength(rule: MapRule): number {
  return Math.max(0, rule.eaLength + rule.ipv4Prefix.length - 32);
}

/**
 * Whether the PSID of a rule has to come from elsewhere: no EA bits, a whole IPv4 address, and a PSID length all the
 * same (RFC 7597 appendix A, example 5).
 */
export function psidIsProvisioned(rule: MapRule): boolean {
  return rule.eaLength === 0 && rule.ipv4Prefix.length === 32 && rule.psidLength > 0;
}

/** The length of a CE's IPv4 prefix, min(32, r4 + o): 32 for a whole or a shared address (RFC 7597 section 5.2). */
export function ipv4PrefixLengthOf(rule: MapRule): number {
  return rule.ipv4Prefix.length + ipv4SuffixLength(rule);
}

/** The EA bits that follow the Rule IPv6 prefix in an end-user prefix, as a number of `eaLength` bits. */
export function eaBits(endUserPrefix: Ipv6Prefix, rule: MapRule): bigint {
  return BigInt.asUintN(
    rule.eaLength,
    endUserPrefix.address.value >> BigInt(128 - endUserPrefixLength(rule)),
  );
}

/** The IPv4 address, or the first address of the IPv4 prefix, that an end-user prefix gives. */
export function ipv4Of(endUserPrefix: Ipv6Prefix, rule: MapRule): Ipv4 {
  const suffix = eaBits(endUserPrefix, rule) >> BigInt(embeddedPsidLength(rule));
  const shifted = suffix << BigInt(32 - ipv4PrefixLengthOf(rule));
  return ipv4(Number(BigInt(networkOf(rule.ipv4Prefix).address.value) | shifted));
}

/** The PSID in the EA bits of an end-user prefix; 0 where they hold none. */
export function embeddedPsid(endUserPrefix: Ipv6Prefix, rule: MapRule): number {
  return Number(BigInt.asUintN(embeddedPsidLength(rule), eaBits(endUserPrefix, rule)));
}

/** Everything that makes a rule unusable (RFC 7597 sections 5.1 and 5.2, limits of RFC 7598 section 4); empty for a good one. */
export function checkMapRule(rule: MapRule): MapRuleProblem[] {
  const problems: MapRuleProblem[] = [];
  if (hostBitsSet(rule.ipv6Prefix)) {
    problems.push(hostBits('ipv6-host-bits', 'ipv6Prefix', rule.ipv6Prefix));
  }
  if (hostBitsSet(rule.ipv4Prefix)) {
    problems.push(hostBits('ipv4-host-bits', 'ipv4Prefix', rule.ipv4Prefix));
  }
  const lengths = checkEaLength(rule);
  const ports = checkPorts(rule);
  problems.push(...lengths, ...ports);
  if (lengths.length === 0 && ports.length === 0 && !psidIsProvisioned(rule)) {
    problems.push(...checkPsidLength(rule));
  }
  return problems;
}

function checkEaLength(rule: MapRule): MapRuleProblem[] {
  const { eaLength, ipv6Prefix } = rule;
  if (!Number.isInteger(eaLength) || eaLength < 0 || eaLength > 48) {
    return [
      {
        kind: 'ea-length-range',
        field: 'eaLength',
        message: {
          en: `The EA-bits length must be a whole number from 0 to 48, not ${eaLength}.`,
          ja: `EA ビット長は 0 から 48 までの整数です（${eaLength} は範囲外）。`,
        },
      },
    ];
  }
  if (ipv6Prefix.length + eaLength > 128) {
    return [
      {
        kind: 'end-user-prefix-too-long',
        field: 'eaLength',
        message: {
          en: `A rule prefix of ${ipv6Prefix.length} bits and ${eaLength} EA bits do not fit into the 128 bits of an address.`,
          ja: `ルール IPv6 プレフィックス ${ipv6Prefix.length} ビットと EA ビット ${eaLength} ビットの合計が 128 ビットを超えます。`,
        },
      },
    ];
  }
  return [];
}

function checkPorts(rule: MapRule): MapRuleProblem[] {
  const { psidOffset: offset, psidLength } = rule;
  const whole = checkPortParameters({ offset, psidLength });
  if (whole.ok) {
    return [];
  }
  // Each value is tried alone, to tell which of the two is at fault.
  const offsetAlone = checkPortParameters({ offset, psidLength: 0 });
  const lengthAlone = checkPortParameters({ offset: 0, psidLength });
  const problems: MapRuleProblem[] = [];
  if (!offsetAlone.ok) {
    problems.push({ kind: 'psid-offset-range', field: 'psidOffset', message: offsetAlone.reason });
  }
  if (!lengthAlone.ok) {
    problems.push({ kind: 'psid-length-range', field: 'psidLength', message: lengthAlone.reason });
  }
  return problems.length > 0 ? problems : [{ kind: 'port-bits', field: 'psidOffset', message: whole.reason }];
}

function checkPsidLength(rule: MapRule): MapRuleProblem[] {
  const expected = embeddedPsidLength(rule);
  const { eaLength, psidLength, ipv4Prefix } = rule;
  if (psidLength === expected) {
    return [];
  }
  if (expected > 16) {
    return [
      {
        kind: 'ea-length-range',
        field: 'eaLength',
        message: {
          en: `${eaLength} EA bits after an IPv4 prefix of ${ipv4Prefix.length} bits would leave ${expected} bits for the PSID; it has at most 16.`,
          ja: `IPv4 プレフィックス長 ${ipv4Prefix.length} に対して EA ビット長 ${eaLength} では PSID が ${expected} ビットになります。PSID は 16 ビットまでです。`,
        },
      },
    ];
  }
  return [
    {
      kind: 'psid-length-mismatch',
      field: 'psidLength',
      expected,
      message: {
        en: `The PSID length must be ${expected}, not ${psidLength}: IPv4 prefix length ${ipv4Prefix.length} and ${eaLength} EA bits, less the 32 bits of an address.`,
        ja: `PSID 長は ${psidLength} ではなく ${expected} でなければなりません（IPv4 プレフィックス長 ${ipv4Prefix.length} ＋ EA ビット長 ${eaLength} − 32）。`,
      },
    },
  ];
}

function hostBits(
  kind: MapRuleProblemKind,
  field: 'ipv6Prefix' | 'ipv4Prefix',
  prefix: Ipv4Prefix | Ipv6Prefix,
): MapRuleProblem {
  const expected = networkOf(prefix);
  return {
    kind,
    field,
    expected,
    message: {
      en: `${formatPrefix(prefix)} has bits set after its ${prefix.length} prefix bits; the rule prefix is ${formatPrefix(expected)}.`,
      ja: `${formatPrefix(prefix)} はプレフィックス長 ${prefix.length} より後ろのビットが 0 ではありません。ルールのプレフィックスは ${formatPrefix(expected)} です。`,
    },
  };
}
