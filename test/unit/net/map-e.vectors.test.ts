import { describe, expect, test } from 'vitest';
import { formatIpv4, formatIpv6, formatPrefix } from '../../../server/src/core/net/address.ts';
import {
  INTERFACE_ID_FORMS,
  ceAddress,
  ceForPort,
  checkMapRule,
  computeCe,
  decodeCe,
} from '../../../server/src/core/net/map-e.ts';
import type { Ce, InterfaceIdForm, MapRule } from '../../../server/src/core/net/map-e.ts';
import { portCount, portSet, psidOfPort } from '../../../server/src/core/net/port-set.ts';
import { p4, p6, pairs, v4, v6, value, vectors } from './support.ts';

type Pairs = [number, number][];
type Addresses = Record<InterfaceIdForm, string>;

interface RuleVector {
  ipv6Prefix: string;
  ipv4Prefix: string;
  eaLength: number;
  psidOffset: number;
  psidLength: number;
  psid?: number;
}

interface CollectedRule {
  ipv6_prefix: string;
  ipv4_prefix: string;
  ea_len: number;
  psid_offset: number;
  psid_len: number;
}

interface RfcVector {
  name: string;
  prefix: string;
  rule: RuleVector;
  interfaceId: InterfaceIdForm;
  ceIpv4: string;
  psid: number;
  ceIpv6: string;
  portRanges: Pairs;
  portCount: number;
}

interface IspVector {
  prefix: string;
  rule: RuleVector;
  ceIpv4: string;
  psid: number;
  ceIpv6: Addresses;
  portRanges: Pairs;
  portCount: number;
}

interface CollectedCe {
  kind: 'ce';
  id: string;
  enduser_prefix: string;
  rule: CollectedRule;
  ipv4: string;
  ipv4_len: number;
  psid: number | null;
  psid_len: number;
  ce_ipv6_rfc7597: string;
  ce_ipv6_draft03: string;
  port_ranges?: Pairs | null;
  port_ranges_first?: Pairs;
  port_ranges_last?: Pairs;
  port_ranges_count?: number;
  port_count: number | null;
}

interface CollectedPortSet {
  kind: 'portset';
  id: string;
  psid_offset: number;
  psid_len: number;
  psid: number;
  port_ranges: Pairs;
  port_count: number;
}

interface CollectedPort {
  kind: 'port-to-psid';
  id: string;
  psid_offset: number;
  psid_len: number;
  port: number;
  expect: { psid?: number; reserved?: boolean };
}

interface CollectedIid {
  kind: 'iid';
  id: string;
  prefix64: string;
  ipv4: string;
  psid: number;
  ce_ipv6_rfc7597: string;
  ce_ipv6_draft03: string;
}

interface CollectedLookup {
  kind: 'br-lookup';
  id: string;
  rule: CollectedRule;
  ipv4_dest: string;
  port_dest: number;
  expect: { psid: number; enduser_prefix: string; ce_ipv6_rfc7597: string };
}

interface CollectedReject {
  kind: 'reject';
  id: string;
  enduser_prefix: string;
  rule?: CollectedRule;
}

type Collected =
  CollectedCe | CollectedPortSet | CollectedPort | CollectedIid | CollectedLookup | CollectedReject;

const RFC = vectors('rfc7597.json') as RfcVector[];
const ISP = vectors('isp-vectors.json') as IspVector[];
const COLLECTED = (vectors('collected.json') as { meta: { count: number }; vectors: Collected[] }).vectors;

function ofKind<K extends Collected['kind']>(kind: K): Extract<Collected, { kind: K }>[] {
  return COLLECTED.filter((vector): vector is Extract<Collected, { kind: K }> => vector.kind === kind);
}

function ruleOf(rule: RuleVector): MapRule {
  const { eaLength, psidOffset, psidLength } = rule;
  return {
    ipv6Prefix: p6(rule.ipv6Prefix),
    ipv4Prefix: p4(rule.ipv4Prefix),
    eaLength,
    psidOffset,
    psidLength,
  };
}

function collectedRule(rule: CollectedRule): MapRule {
  return ruleOf({
    ipv6Prefix: rule.ipv6_prefix,
    ipv4Prefix: rule.ipv4_prefix,
    eaLength: rule.ea_len,
    psidOffset: rule.psid_offset,
    psidLength: rule.psid_len,
  });
}

function ceOf(prefix: string, rule: MapRule, form: InterfaceIdForm, psid?: number): Ce {
  expect(checkMapRule(rule)).toEqual([]);
  return value(computeCe({ prefix: p6(prefix), rule, form, psid }));
}

/** The fields of a CE that every vector states, in the vectors' own notation. */
function shown(ce: Ce) {
  return {
    ceIpv4: formatIpv4(ce.ceIpv4),
    psid: ce.psid,
    ceIpv6: formatIpv6(ce.ceIpv6),
    portRanges: pairs(ce.portRanges),
    portCount: ce.portCount,
  };
}

/** The CE address read back gives what it was computed from. */
function expectReadBack(ce: Ce, form: InterfaceIdForm, rule: MapRule): void {
  expect(value(decodeCe(ce.ceIpv6, form, rule))).toEqual({
    prefix: ce.endUserPrefix,
    ipv4: ce.ceIpv4,
    psid: ce.psid,
  });
}

describe('RFC 7597 appendix A and the draft example', () => {
  test.each(RFC)('$name', (vector) => {
    const rule = ruleOf(vector.rule);
    const ce = ceOf(vector.prefix, rule, vector.interfaceId, vector.rule.psid);
    const { ceIpv4, psid, ceIpv6, portRanges } = vector;
    expect(shown(ce)).toEqual({ ceIpv4, psid, ceIpv6, portRanges, portCount: vector.portCount });
    expect(formatPrefix(ce.endUserPrefix)).toBe(vector.prefix);
    expect(ce.psidLength).toBe(vector.rule.psidLength);
    expect(ce.offLink).toBe(false);
    expectReadBack(ce, vector.interfaceId, rule);
  });
});

describe('lines of the Japanese providers', () => {
  const cases = ISP.flatMap((vector) => INTERFACE_ID_FORMS.map((form) => ({ ...vector, form })));
  test.each(cases)('$prefix, $form', (vector) => {
    const rule = ruleOf(vector.rule);
    const ce = ceOf(vector.prefix, rule, vector.form);
    const { ceIpv4, psid, portRanges } = vector;
    expect(shown(ce)).toEqual({
      ceIpv4,
      psid,
      ceIpv6: vector.ceIpv6[vector.form],
      portRanges,
      portCount: vector.portCount,
    });
    expectReadBack(ce, vector.form, rule);
  });
});

describe('published vectors', () => {
  test('are all of a kind that is checked here', () => {
    const counts = Object.fromEntries(
      (['ce', 'portset', 'port-to-psid', 'iid', 'br-lookup', 'reject'] as const).map((kind) => [
        kind,
        ofKind(kind).length,
      ]),
    );
    expect(counts).toEqual({ ce: 34, portset: 4, 'port-to-psid': 2, iid: 1, 'br-lookup': 1, reject: 5 });
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(COLLECTED.length);
  });

  const cases = ofKind('ce').flatMap((vector) => [
    { ...vector, form: 'rfc7597' as const, address: vector.ce_ipv6_rfc7597 },
    { ...vector, form: 'map-draft-03' as const, address: vector.ce_ipv6_draft03 },
  ]);
  test.each(cases)('ce $id, $form', (vector) => {
    const rule = collectedRule(vector.rule);
    const ce = ceOf(vector.enduser_prefix, rule, vector.form, vector.psid ?? undefined);
    expect(formatIpv4(ce.ceIpv4)).toBe(vector.ipv4);
    expect(ce.ipv4PrefixLength).toBe(vector.ipv4_len);
    expect(ce.psidLength).toBe(vector.psid_len);
    // Without a PSID the vectors say null, as for an IPv4 prefix; a whole address has 0 in its interface identifier.
    expect(ce.psid).toBe(vector.psid ?? (vector.ipv4_len === 32 ? 0 : null));
    expect(formatIpv6(ce.ceIpv6)).toBe(vector.address);
    expectPorts(ce, vector);
    expectReadBack(ce, vector.form, rule);
  });

  test.each(ofKind('portset'))('portset $id', (vector) => {
    const ranges = portSet({ offset: vector.psid_offset, psidLength: vector.psid_len, psid: vector.psid });
    expect(pairs(ranges)).toEqual(vector.port_ranges);
    expect(portCount(ranges)).toBe(vector.port_count);
  });

  test.each(ofKind('port-to-psid'))('port-to-psid $id', (vector) => {
    const psid = psidOfPort(vector.port, { offset: vector.psid_offset, psidLength: vector.psid_len });
    expect(psid).toBe(vector.expect.reserved === true ? undefined : vector.expect.psid);
  });

  test.each(ofKind('iid'))('iid $id', (vector) => {
    const fields = { ipv4: v4(vector.ipv4).value, psid: vector.psid };
    const prefix = p6(vector.prefix64);
    expect(formatIpv6(ceAddress(prefix, fields, 'rfc7597'))).toBe(vector.ce_ipv6_rfc7597);
    expect(formatIpv6(ceAddress(prefix, fields, 'map-draft-03'))).toBe(vector.ce_ipv6_draft03);
  });

  test.each(ofKind('br-lookup'))('br-lookup $id', (vector) => {
    const rule = collectedRule(vector.rule);
    const found = value(ceForPort(rule, v4(vector.ipv4_dest), vector.port_dest, 'rfc7597'));
    expect(found.psid).toBe(vector.expect.psid);
    expect(formatPrefix(found.prefix)).toBe(vector.expect.enduser_prefix);
    expect(found.ceIpv6).toEqual(v6(vector.expect.ce_ipv6_rfc7597));
  });

  // The other rejections name no rule but any provider: they are checked with the catalogue.
  test.each(ofKind('reject').filter((vector) => vector.rule !== undefined))('reject $id', (vector) => {
    if (vector.rule === undefined) return;
    const rule = collectedRule(vector.rule);
    const result = computeCe({ prefix: p6(vector.enduser_prefix), rule, form: 'rfc7597' });
    const kinds: Record<string, string> = {
      'take4mats-outside-v6': 'outside-rule',
      'neg-short-pd': 'prefix-too-short',
    };
    expect(result).toMatchObject({ ok: false, kind: kinds[vector.id] });
  });
});

function expectPorts(ce: Ce, vector: CollectedCe): void {
  if (vector.port_ranges_count !== undefined) {
    const first = vector.port_ranges_first ?? [];
    const last = vector.port_ranges_last ?? [];
    expect(ce.portRanges).toHaveLength(vector.port_ranges_count);
    expect(pairs(ce.portRanges.slice(0, first.length))).toEqual(first);
    expect(pairs(ce.portRanges.slice(-last.length))).toEqual(last);
  } else {
    expect(pairs(ce.portRanges)).toEqual(vector.port_ranges ?? [[0, 65535]]);
  }
  expect(ce.portCount).toBe(vector.port_count ?? 65536);
}
