import { contains, formatPrefix, ipv6Prefix, networkOf, overlaps } from './address.ts';
import type { Ipv4, Ipv6, Ipv6Prefix } from './address.ts';
import { ceBits } from './ce-bits.ts';
import type { CeBits } from './ce-bits.ts';
import { ceAddress } from './interface-identifier.ts';
import type { InterfaceIdForm } from './interface-identifier.ts';
import {
  checkMapRule,
  embeddedPsid,
  endUserPrefixLength,
  ipv4Of,
  ipv4PrefixLengthOf,
  psidIsProvisioned,
} from './map-rule.ts';
import type { MapRule } from './map-rule.ts';
import { checkPsid, portCount, portSet } from './port-set.ts';
import type { PortRange } from './port-set.ts';
import type { Text } from '../text.ts';

/** What a MAP-E customer edge is given by its end-user prefix and a basic mapping rule. */
export interface Ce {
  /** The end-user IPv6 prefix, cut to the length that the rule makes (Rule IPv6 prefix and EA bits). */
  readonly endUserPrefix: Ipv6Prefix;
  /** The tunnel's local end (RFC 7597 section 6). */
  readonly ceIpv6: Ipv6;
  /** The IPv4 address; with `ipv4PrefixLength` below 32 the first address of the CE's own IPv4 prefix. */
  readonly ceIpv4: Ipv4;
  /** 32, or less where the CE gets a whole IPv4 prefix. */
  readonly ipv4PrefixLength: number;
  /**
   * The PSID; 0 for a whole address that nobody shares (what then stands in the interface identifier), null where the
   * CE gets an IPv4 prefix. `psidLength` tells a shared address (> 0) from one that is not (0).
   */
  readonly psid: number | null;
  /** 0 … 16; 2^psidLength CEs share the address. */
  readonly psidLength: number;
  /** The usable ports in ascending order; for an IPv4 prefix those of each of its addresses. */
  readonly portRanges: readonly PortRange[];
  /** How many ports `portRanges` holds. */
  readonly portCount: number;
  /** Which bits came from where, for explanations. */
  readonly bits: CeBits;
  /**
   * Whether the prefix that was given does not hold the CE address: its subnet bits after the end-user prefix are not
   * 0, so that the CE's /64 is another one than this line's.
   */
  readonly offLink: boolean;
}

export type CeProblemKind =
  'invalid-rule' | 'outside-rule' | 'prefix-too-short' | 'psid-missing' | 'psid-range';

/** A CE, or why there is none and of what kind the reason is. Assignable to `Result<Ce>`. */
export type CeResult =
  | { readonly ok: true; readonly value: Ce }
  | { readonly ok: false; readonly reason: Text; readonly kind: CeProblemKind };

export interface CeInput {
  /**
   * The line's prefix: as delegated, as advertised, or an address copied from the line with any length up to 128. It
   * must have at least the bits that the rule needs.
   */
  readonly prefix: Ipv6Prefix;
  readonly rule: MapRule;
  readonly form: InterfaceIdForm;
  /** The PSID as a plain number. Used only where `psidIsProvisioned(rule)`: elsewhere the EA bits tell it. */
  readonly psid?: number | undefined;
}

/**
 * Computes a CE (RFC 7597 sections 5.1, 5.2 and 6). Bits of the prefix beyond the end-user prefix are the subnet id; they
 * are 0 in the CE address. Fails for a rule that `checkMapRule` refuses, a prefix outside the rule or too short for its
 * EA bits, and a provisioned PSID that is missing or too large.
 */
export function computeCe(input: CeInput): CeResult {
  const { prefix, rule, form } = input;
  const [ruleProblem] = checkMapRule(rule);
  if (ruleProblem !== undefined) {
    return { ok: false, kind: 'invalid-rule', reason: ruleProblem.message };
  }
  const length = endUserPrefixLength(rule);
  if (!overlaps(rule.ipv6Prefix, prefix)) {
    return outsideRule(prefix, rule);
  }
  if (prefix.length < length) {
    return tooShort(prefix, rule);
  }
  const psid = psidOf(input);
  if (typeof psid !== 'number') {
    return psid;
  }
  const endUserPrefix = networkOf(ipv6Prefix(prefix.address, length));
  const ceIpv4 = ipv4Of(endUserPrefix, rule);
  const ipv4PrefixLength = ipv4PrefixLengthOf(rule);
  const ceIpv6 = ceAddress(endUserPrefix, { ipv4: ceIpv4.value, psid }, form);
  const portRanges = portSet({ offset: rule.psidOffset, psidLength: rule.psidLength, psid });
  return {
    ok: true,
    value: {
      endUserPrefix,
      ceIpv6,
      ceIpv4,
      ipv4PrefixLength,
      psid: ipv4PrefixLength < 32 ? null : psid,
      psidLength: rule.psidLength,
      portRanges,
      portCount: portCount(portRanges),
      bits: ceBits(prefix, rule, ceIpv4),
      offLink: !contains(onLink(prefix), ceIpv6),
    },
  };
}

function psidOf({ prefix, rule, psid }: CeInput): number | Extract<CeResult, { ok: false }> {
  if (!psidIsProvisioned(rule)) {
    return embeddedPsid(prefix, rule);
  }
  if (psid === undefined) {
    return {
      ok: false,
      kind: 'psid-missing',
      reason: {
        en: `This rule has no EA bits, so the PSID (${rule.psidLength} bits) has to be given.`,
        ja: `このルールには EA ビットがないため、PSID（${rule.psidLength} ビット）を指定する必要があります。`,
      },
    };
  }
  const checked = checkPsid(psid, rule.psidLength);
  return checked.ok ? psid : { ok: false, kind: 'psid-range', reason: checked.reason };
}

/** What the line itself is known to reach directly: the given prefix, or the /64 of a longer one such as an address. */
function onLink(prefix: Ipv6Prefix): Ipv6Prefix {
  return ipv6Prefix(prefix.address, Math.min(prefix.length, 64));
}

function outsideRule(prefix: Ipv6Prefix, rule: MapRule): CeResult {
  const given = formatPrefix(networkOf(prefix));
  const wanted = formatPrefix(rule.ipv6Prefix);
  return {
    ok: false,
    kind: 'outside-rule',
    reason: {
      en: `The prefix ${given} is outside the rule's IPv6 prefix ${wanted}.`,
      ja: `プレフィックス ${given} はルールの IPv6 プレフィックス ${wanted} に含まれません。`,
    },
  };
}

function tooShort(prefix: Ipv6Prefix, rule: MapRule): CeResult {
  const length = endUserPrefixLength(rule);
  const given = formatPrefix(networkOf(prefix));
  return {
    ok: false,
    kind: 'prefix-too-short',
    reason: {
      en: `The prefix ${given} is too short: the rule takes ${length} bits (${rule.ipv6Prefix.length} of the rule prefix, ${rule.eaLength} EA bits).`,
      ja: `プレフィックス ${given} は短すぎます。このルールには ${length} ビット（ルールプレフィックス ${rule.ipv6Prefix.length} ＋ EA ビット ${rule.eaLength}）が必要です。`,
    },
  };
}
