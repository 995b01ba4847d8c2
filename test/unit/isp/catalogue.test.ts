import { describe, expect, test } from 'vitest';
import { contains, formatIpv4, formatIpv6, formatPrefix } from '../../../server/src/core/net/address.ts';
import { checkMapRule, computeCe } from '../../../server/src/core/net/map-e.ts';
import { portCount, portSet } from '../../../server/src/core/net/port-set.ts';
import { tunnelMtu } from '../../../server/src/core/net/mtu.ts';
import {
  NGN_BLOCKS,
  NGN_RESOLVERS,
  PROVIDERS,
  findRule,
  providerById,
  rulesOf,
} from '../../../server/src/core/isp/index.ts';
import type { MapEProvider, Provider, ProviderRule } from '../../../server/src/core/isp/index.ts';
import { p6, v6, value, vectors } from '../net/support.ts';

interface RuleRow {
  provider: string;
  ipv6Prefix: string;
  ipv4Prefix: string;
  eaLength: number;
  psidOffset: number;
  psidLength: number;
  interfaceId: string;
  borderRelay: string;
  confidence: string;
}

interface ProvidersFile {
  map_e: {
    id: string;
    br: string;
    ports: number;
    psid_offset: number;
    psid_len: number;
    user_prefix_ranges: string[];
    confidence: string;
  }[];
  ds_lite: {
    id: string;
    aftr_fqdn: string;
    aftr_ipv6: Record<string, string[]>;
    user_prefix_ranges: string[];
  }[];
  ntt_ngn_dns: { east: string[]; west: string[] };
}

const RULES = (vectors('isp-rules.json') as { rules: RuleRow[] }).rules;
const FACTS = vectors('providers.json') as ProvidersFile;

const MAP_E = PROVIDERS.filter((provider): provider is MapEProvider => provider.method === 'map-e');

function provider(id: string): Provider {
  const found = providerById(id);
  if (found === undefined) throw new Error(`no provider ${id}`);
  return found;
}

function row({ provider: { id }, rule, borderRelay, interfaceIdForm, confidence }: ProviderRule): RuleRow {
  return {
    provider: id,
    ipv6Prefix: formatPrefix(rule.ipv6Prefix),
    ipv4Prefix: formatPrefix(rule.ipv4Prefix),
    eaLength: rule.eaLength,
    psidOffset: rule.psidOffset,
    psidLength: rule.psidLength,
    interfaceId: interfaceIdForm,
    borderRelay: formatIpv6(borderRelay),
    confidence,
  };
}

describe('rule tables', () => {
  test('are the collected rules, all of them, in their order, and no other', () => {
    const ids = [...new Set(RULES.map((rule) => rule.provider))];
    expect(MAP_E.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const rows = ids.flatMap((id) => {
      const found = provider(id);
      return found.method === 'map-e' ? rulesOf(found).map(row) : [];
    });
    expect(rows).toEqual(RULES);
  });

  test.each(MAP_E)('$id: every rule is sound and is found by its own prefix', (owner) => {
    for (const entry of rulesOf(owner)) {
      expect(checkMapRule(entry.rule)).toEqual([]);
      const first = { address: entry.rule.ipv6Prefix.address, length: owner.endUserPrefixLength };
      const found = findRule(owner, first);
      // A longer rule at the same place would win; none is.
      expect(found).toBe(entry);
      const ce = value(computeCe({ prefix: first, rule: entry.rule, form: entry.interfaceIdForm }));
      expect(formatIpv4(ce.ceIpv4)).toBe(formatIpv4(entry.rule.ipv4Prefix.address));
      expect(ce.portCount).toBe(owner.portCount);
    }
  });

  test.each(MAP_E)('$id: no two rules share an IPv4 address', (owner) => {
    const ranges = rulesOf(owner)
      .map(({ rule: { ipv4Prefix } }) => ({
        first: ipv4Prefix.address.value,
        last: ipv4Prefix.address.value + 2 ** (32 - ipv4Prefix.length) - 1,
      }))
      .sort((a, b) => a.first - b.first);
    ranges
      .slice(1)
      .forEach((range, index) => expect(range.first).toBeGreaterThan(ranges[index]?.last ?? Infinity));
  });

  test.each(MAP_E)('$id: the border relays of the rules are those of the provider', (owner) => {
    const relays = owner.borderRelays.filter(({ method }) => method === 'map-e');
    const used = new Set(
      rulesOf(owner).map(({ borderRelay, area }) => `${formatIpv6(borderRelay)} ${area ?? ''}`),
    );
    expect([...used]).toEqual(relays.map(({ address, area }) => `${formatIpv6(address)} ${area ?? ''}`));
  });
});

describe('facts about the providers', () => {
  const mapEIds: Record<string, string> = {
    'jpne-v6plus': 'v6plus',
    'biglobe-a': 'biglobe',
    'biglobe-b': 'biglobe',
    'ocn-vc': 'ocn',
    nuro: 'nuro',
  };

  test.each(FACTS.map_e)('$id', (fact) => {
    const found = provider(mapEIds[fact.id] ?? '');
    expect(found).toMatchObject({
      method: 'map-e',
      interfaceIdForm: 'map-draft-03',
      psidOffset: fact.psid_offset,
      psidLength: fact.psid_len,
      portCount: fact.ports,
    });
    const relay = found.borderRelays.find(({ address }) => formatIpv6(address) === fact.br);
    expect(relay).toMatchObject({ method: 'map-e', confidence: fact.confidence });
    for (const text of fact.user_prefix_ranges.filter((range) => /^[0-9a-f:]+\/\d+$/.test(range))) {
      // A range of the provider is where its rules are, or where its hints point.
      const inside =
        found.prefixHints.some(({ prefix }) => contains(prefix, p6(text))) ||
        (found.method === 'map-e' && rulesOf(found).some(({ rule }) => contains(p6(text), rule.ipv6Prefix)));
      expect([text, inside]).toEqual([text, true]);
    }
  });

  test.each(FACTS.ds_lite)('$id', (fact) => {
    const found = provider(fact.id === 'v6connect' ? 'v6-connect' : fact.id);
    expect(found.method).toBe('ds-lite');
    expect(found.aftr?.name).toBe(fact.aftr_fqdn);
    for (const [area, addresses] of Object.entries(fact.aftr_ipv6)) {
      for (const text of addresses) {
        const known = found.aftr?.addresses.find(({ address }) => formatIpv6(address) === text);
        expect(known?.area).toBe(area === 'any' ? null : area);
      }
    }
    const hints = found.prefixHints.map(({ prefix }) => formatPrefix(prefix));
    expect(hints).toEqual(expect.arrayContaining(fact.user_prefix_ranges));
  });

  test("the resolvers of NTT's network, in the blocks of their side", () => {
    const shown = NGN_RESOLVERS.map(({ address, area }) => [formatIpv6(address), area]);
    expect(shown).toEqual([
      ...FACTS.ntt_ngn_dns.east.map((text) => [text, 'east']),
      ...FACTS.ntt_ngn_dns.west.map((text) => [text, 'west']),
    ]);
    for (const { address, area } of NGN_RESOLVERS) {
      expect(NGN_BLOCKS.find(({ prefix }) => contains(prefix, address))?.area).toBe(area);
    }
  });
});

describe('the catalogue as a whole', () => {
  test('has the services that the format names', () => {
    const methods = Object.fromEntries(PROVIDERS.map(({ id, method }) => [id, method]));
    expect(methods).toEqual({
      v6plus: 'map-e',
      ocn: 'map-e',
      biglobe: 'map-e',
      nuro: 'map-e',
      transix: 'ds-lite',
      xpass: 'ds-lite',
      'v6-connect': 'ds-lite',
      ocx: 'ipip',
    });
    expect(providerById('custom')).toBeUndefined();
    expect(providerById('toString')).toBeUndefined();
  });

  test.each(PROVIDERS)('$id names its sources, in forms that can be followed', (entry) => {
    const sources = [
      ...entry.sources,
      ...entry.prefixHints.map(({ source }) => source),
      ...(entry.fixedAddress?.sources ?? []),
    ];
    expect(entry.sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect(source).toMatch(/^(?:https?:\/\/[^ ]+|github:[\w.-]+\/[\w.-]+)$/);
    }
  });

  test.each(PROVIDERS)(
    '$id has both languages and a tunnel MTU that a line of 1500 bytes carries',
    (entry) => {
      const texts = [
        entry.name,
        entry.note,
        entry.aftr?.resolution,
        entry.fixedAddress?.name,
        entry.fixedAddress?.prefixChange,
      ];
      for (const text of texts) {
        if (text === null || text === undefined) continue;
        expect([text.en.trim(), text.ja.trim()]).toEqual([text.en, text.ja]);
        expect(text.en && text.ja).toBeTruthy();
      }
      expect(entry.mtu).toBeGreaterThanOrEqual(1280);
      expect(entry.mtu).toBeLessThanOrEqual(tunnelMtu(1500, 'none'));
    },
  );

  test.each(MAP_E)('$id: the port count is that of its PSID parameters', (entry) => {
    const { psidOffset: offset, psidLength, portCount: count } = entry;
    expect(portCount(portSet({ offset, psidLength, psid: 0 }))).toBe(count);
  });

  test('no tunnel end belongs to two providers', () => {
    const ends = PROVIDERS.flatMap((entry) => [...entry.borderRelays, ...(entry.aftr?.addresses ?? [])]);
    const texts = ends.map(({ address }) => formatIpv6(address));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).toContain(formatIpv6(v6('2404:9200:225:100::64')));
  });
});
