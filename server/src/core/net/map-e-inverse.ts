import {
  contains,
  equalAddress,
  formatIpv4,
  formatIpv6,
  formatPrefix,
  ipv6,
  ipv6Prefix,
  networkOf,
} from './address.ts';
import type { Ipv4, Ipv6, Ipv6Prefix } from './address.ts';
import { ceAddress } from './interface-identifier.ts';
import type { InterfaceIdForm } from './interface-identifier.ts';
import {
  checkMapRule,
  embeddedPsid,
  embeddedPsidLength,
  endUserPrefixLength,
  ipv4Of,
  ipv4PrefixLengthOf,
  psidIsProvisioned,
} from './map-rule.ts';
import type { MapRule } from './map-rule.ts';
import { psidOfPort } from './port-set.ts';
import { fail, ok } from './result.ts';
import type { Result } from './result.ts';

/** What the IPv6 address of a CE says about it. */
export interface DecodedCe {
  /** The end-user prefix. */
  readonly prefix: Ipv6Prefix;
  /** The IPv4 address, or the first address of the CE's IPv4 prefix. */
  readonly ipv4: Ipv4;
  /** The PSID; 0 for a whole address, null for an IPv4 prefix, as in `Ce`. */
  readonly psid: number | null;
}

/** The CE that a border relay sends a packet to. */
export interface CeOfPort {
  readonly prefix: Ipv6Prefix;
  /** 0 for a whole address, null for an IPv4 prefix, as in `Ce`. */
  readonly psid: number | null;
  readonly ceIpv6: Ipv6;
}

/**
 * Reads a CE address back, the inverse of `computeCe` (RFC 7597 section 6). Fails for a bad rule, an address outside the
 * rule, and one that no CE of the rule can have in this form: its interface identifier must agree with its EA bits, and
 * its subnet bits must be 0.
 */
export function decodeCe(address: Ipv6, form: InterfaceIdForm, rule: MapRule): Result<DecodedCe> {
  const [problem] = checkMapRule(rule);
  if (problem !== undefined) {
    return { ok: false, reason: problem.message };
  }
  if (!contains(rule.ipv6Prefix, address)) {
    return fail(
      `${formatIpv6(address)} is outside the rule's IPv6 prefix ${formatPrefix(rule.ipv6Prefix)}.`,
      `${formatIpv6(address)} はルールの IPv6 プレフィックス ${formatPrefix(rule.ipv6Prefix)} に含まれません。`,
    );
  }
  const prefix = networkOf(ipv6Prefix(address, endUserPrefixLength(rule)));
  const ipv4 = ipv4Of(prefix, rule);
  const psid = psidIsProvisioned(rule) ? psidInInterfaceId(address, form, rule) : embeddedPsid(prefix, rule);
  const expected = ceAddress(prefix, { ipv4: ipv4.value, psid }, form);
  if (!equalAddress(expected, address)) {
    return fail(
      `${formatIpv6(address)} is not the address of a CE of this rule: with its prefix it would be ${formatIpv6(expected)} (interface identifier of ${form}).`,
      `${formatIpv6(address)} はこのルールの CE アドレスではありません。このプレフィックスの CE アドレスは ${formatIpv6(expected)} です（インターフェース ID の形式: ${form}）。`,
    );
  }
  return ok({ prefix, ipv4, psid: ipv4PrefixLengthOf(rule) < 32 ? null : psid });
}

/**
 * Finds the CE that owns a port of a shared IPv4 address, as a border relay does (RFC 7597 section 8.1, appendix A,
 * example 2). Fails for a bad rule, an address outside the rule, and a port that no CE owns.
 */
export function ceForPort(
  rule: MapRule,
  address: Ipv4,
  port: number,
  form: InterfaceIdForm = 'rfc7597',
): Result<CeOfPort> {
  const [problem] = checkMapRule(rule);
  if (problem !== undefined) {
    return { ok: false, reason: problem.message };
  }
  if (!contains(rule.ipv4Prefix, address)) {
    return fail(
      `${formatIpv4(address)} is outside the rule's IPv4 prefix ${formatPrefix(rule.ipv4Prefix)}.`,
      `${formatIpv4(address)} はルールの IPv4 プレフィックス ${formatPrefix(rule.ipv4Prefix)} に含まれません。`,
    );
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    return fail(
      `A port is a whole number from 0 to 65535, not ${port}.`,
      `ポート番号は 0 から 65535 までの整数です（${port} は範囲外）。`,
    );
  }
  const psid = psidOfPort(port, { offset: rule.psidOffset, psidLength: rule.psidLength });
  if (psid === undefined) {
    return fail(
      `Port ${port} belongs to no CE: ports below ${2 ** (16 - rule.psidOffset)} are excluded by PSID offset ${rule.psidOffset}.`,
      `ポート ${port} を持つ CE はありません。PSID オフセット ${rule.psidOffset} では ${2 ** (16 - rule.psidOffset)} 未満のポートは使われません。`,
    );
  }
  const prefix = endUserPrefixOf(rule, address, psid);
  const ipv4 = ipv4Of(prefix, rule);
  return ok({
    prefix,
    psid: ipv4PrefixLengthOf(rule) < 32 ? null : psid,
    ceIpv6: ceAddress(prefix, { ipv4: ipv4.value, psid }, form),
  });
}

/** Puts the IPv4 suffix and the PSID behind the Rule IPv6 prefix. */
function endUserPrefixOf(rule: MapRule, address: Ipv4, psid: number): Ipv6Prefix {
  const psidLength = embeddedPsidLength(rule);
  const suffix = BigInt(address.value) >> BigInt(32 - ipv4PrefixLengthOf(rule));
  const ea = BigInt.asUintN(
    rule.eaLength,
    (suffix << BigInt(psidLength)) | BigInt(psidLength > 0 ? psid : 0),
  );
  const length = endUserPrefixLength(rule);
  const value = rule.ipv6Prefix.address.value | (ea << BigInt(128 - length));
  return ipv6Prefix(ipv6(value), length);
}

/** The bits of the PSID field that the rule's PSID may use; other bits there make the address differ from every CE's. */
function psidInInterfaceId(address: Ipv6, form: InterfaceIdForm, rule: MapRule): number {
  const unused = form === 'rfc7597' ? 0n : 8n;
  return Number(BigInt.asUintN(rule.psidLength, address.value >> unused));
}
