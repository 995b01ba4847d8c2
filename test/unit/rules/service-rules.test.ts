import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { Problem } from '../../../server/src/core/problem.ts';
import { isInSet, portCount, portSet } from '../../../server/src/core/net/port-set.ts';
import { REGULATED_COUNTRIES } from '../../../server/src/core/net/wifi-countries.ts';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { CAPABILITIES, OWNED_OPTIONS } from '../../../server/src/core/rules/hostapd-options.ts';
import { describePorts, nearestFreePort } from '../../../server/src/core/rules/port-text.ts';
import { RULES } from '../../../server/src/core/rules/index.ts';
import { channelText } from '../../../server/src/core/rules/wifi-text.ts';
import { applyEdits } from '../../../server/src/core/spec/edit.ts';
import { complete } from './complete.ts';

function problemsOf(fragment: string, code?: string): readonly Problem[] {
  const problems = analyze(complete(fragment)).problems();
  return code === undefined ? problems : problems.filter((problem) => problem.code === code);
}

/** The texts that a problem's related places point to. */
function relatedTexts(text: string, problem: Problem | undefined): string[] {
  return (problem?.related ?? []).map(({ span }) => text.slice(span.start, span.end));
}

describe('forwards outside the port set', () => {
  const forwards = (...ports: number[]): string =>
    `nat:\n  forwards:\n${ports.map((port) => `    - tcp ${port} -> nas:80\n`).join('')}`;
  const code = 'nat/forward-outside-port-set';

  it('says which ports the line has, and where they come from', () => {
    const text = complete(forwards(5488));
    const [problem] = problemsOf(text, code);
    expect(problem?.message).toEqual({
      en: "Port 5488 is not one of this line's: packets to it go to another subscriber who shares 106.72.18.52. This line has 5472-5487, 9568-9583, 13664-13679, … (240 ports in 15 ranges).",
      ja: 'ポート 5488 はこの回線のものではなく、宛てられたパケットは 106.72.18.52 を共有する別の加入者に届きます。この回線のポートは 5472-5487, 9568-9583, 13664-13679, …（15 個の範囲、計 240 ポート）です。',
    });
    expect(relatedTexts(text, problem)).toEqual(['240b:10:1234:5600::/64']);
  });

  it('says that the lowest ports belong to nobody', () => {
    expect(problemsOf(forwards(443), code)[0]?.message.en).toContain('belongs to no subscriber');
    expect(problemsOf(forwards(4095), code)[0]?.message.en).toContain('belongs to no subscriber');
    expect(problemsOf(forwards(4096), code)[0]?.message.en).toContain('another subscriber');
  });

  it('offers each forward a port of its own, so that all fixes can be applied', () => {
    const text = complete(forwards(5472, 80, 443, 5471, 5488));
    const fixes = problemsOf(text, code).flatMap((problem) => problem.fixes?.[0] ?? []);
    expect(fixes).toHaveLength(4);
    const mended = applyEdits(
      text,
      fixes.flatMap((fix) => fix.edits),
    );
    expect(mended).toContain(
      'tcp 5473 -> nas:80\n    - tcp 5474 -> nas:80\n    - tcp 5475 -> nas:80\n    - tcp 5487',
    );
    expect(problemsOf(mended)).toEqual([]);
  });

  it('finds exactly the ports that have another PSID', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 65535 }), (psid, port) => {
        const hex = psid.toString(16).padStart(2, '0');
        const text = complete(
          `wan:\n  interface: eth0\n  prefix: 240b:10:1234:${hex}00::/64\n${forwards(port)}`,
        );
        // RFC 7597 section 5.1 with v6plus' numbers: offset 4, PSID length 8.
        const inSet = port >> 12 >= 1 && ((port >> 4) & 0xff) === psid;
        expect(problemsOf(text, code)).toHaveLength(inSet ? 0 : 1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('ports in messages', () => {
  const parameters = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 8 }))
    .chain(([offset, psidLength]) =>
      fc.record({
        offset: fc.constant(offset),
        psidLength: fc.constant(psidLength),
        psid: fc.integer({ min: 0, max: 2 ** psidLength - 1 }),
      }),
    );

  it('names one range and many', () => {
    expect(describePorts([{ first: 7, last: 7 }]).en).toBe('7 (1 port in 1 range)');
    expect(describePorts([{ first: 1024, last: 2047 }]).ja).toBe('1024-2047（1 個の範囲、計 1024 ポート）');
  });

  it('the nearest free port is in the set, free, and none is nearer', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.integer({ min: 1, max: 65535 }),
        fc.array(fc.integer({ min: 1, max: 65535 }), { maxLength: 20 }),
        (given, wanted, others) => {
          const ranges = portSet(given);
          const taken = new Set(others);
          const found = nearestFreePort(ranges, wanted, taken);
          if (found === undefined) {
            expect(portCount(ranges)).toBeLessThanOrEqual(taken.size + 1);
            return;
          }
          expect(found > 0 && isInSet(ranges, found) && !taken.has(found)).toBe(true);
          const distance = Math.abs(found - wanted);
          const nearer = ranges
            .flatMap(({ first, last }) =>
              Array.from({ length: last - first + 1 }, (_, index) => first + index),
            )
            .filter((port) => port > 0 && !taken.has(port) && Math.abs(port - wanted) < distance);
          expect(nearer).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('SSH and the firewall', () => {
  const entry = fc.record(
    {
      service: fc.constantFrom('ssh', 'dns', 'ping', 'http'),
      protocol: fc.constantFrom('tcp', 'udp'),
      port: fc.constantFrom(22, 53, 2222),
      to: fc.constantFrom('"::1234"', 'nas'),
      from: fc.constantFrom('lan', 'wan'),
    },
    { requiredKeys: [] },
  );

  it('a lock-out is reported exactly where the router gets no rule that lets SSH in', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), fc.constantFrom(22, 2222), (entries, sshd) => {
        const list = entries.map(
          (each) =>
            `{ ${Object.entries(each)
              .map(([key, value]) => `${key}: ${value}`)
              .join(', ')} }`,
        );
        const text = complete(`firewall:\n  allow: [${list.join(', ')}]\ndeploy:\n  port: ${sshd}\n`);
        const { router } = analyze(text);
        const open = router?.firewall.allow.some(
          ({ to, match }) =>
            to === undefined &&
            (match.kind === 'all' ||
              (match.kind === 'protocol' && match.protocol === 'tcp') ||
              (match.kind === 'port' && match.protocol !== 'udp' && match.port === sshd)),
        );
        const codes = problemsOf(text).map((problem) => problem.code);
        const reported =
          codes.includes('firewall/ssh-unreachable') || codes.includes('firewall/ssh-port-mismatch');
        // A wrong port is told where the right one is open from the internet alone, too: the LAN is how one deploys.
        const wrongPort = codes.includes('firewall/ssh-port-mismatch');
        expect(open === true && !wrongPort ? !reported : reported).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('the fix opens it again', () => {
    const text = complete('firewall:\n  allow:\n    - { service: ping }\n');
    const [problem] = problemsOf(text, 'firewall/ssh-unreachable');
    expect(problem?.fixes?.[0]).toMatchObject({ preferred: true, safe: true });
    const mended = applyEdits(text, problem?.fixes?.[0]?.edits ?? []);
    expect(problemsOf(mended)).toEqual([]);
  });
});

describe('Wi-Fi', () => {
  it('draws runs of channels together', () => {
    expect(channelText([36, 40, 44, 48, 52, 56, 60, 64, 100, 104], '5GHz')).toBe('36-64, 100-104');
    expect(channelText([1, 2, 3, 11], '2.4GHz')).toBe('1-3, 11');
    expect(channelText([36, 44], '5GHz')).toBe('36, 44');
    expect(channelText([], '6GHz')).toBe('');
  });

  it('the options that are owned do not reach the generated file', () => {
    for (const option of OWNED_OPTIONS.keys()) {
      const text = complete(
        `wifi:\n  - { interface: wlan0, ssid: a, passphrase: "\${secret:wifi}", options: { ${option}: marker99 } }\n`,
      );
      const { router } = analyze(text);
      const files = router === undefined ? [] : renderRouter(router);
      expect(files.some(({ path }) => path === '/etc/hostapd/wlan0.conf')).toBe(true);
      expect(files.filter(({ lines }) => lines.some((line) => line.text.includes('marker99')))).toEqual([]);
      expect(problemsOf(text).map((problem) => problem.code)).toEqual(['wifi/option-owned']);
    }
  });

  it('knows each capability once', () => {
    for (const flags of CAPABILITIES.values()) expect(new Set(flags).size).toBe(flags.length);
  });

  it('every default is fine', () => {
    for (const band of ['2.4GHz', '5GHz', '6GHz']) {
      const text = `wifi:\n  - { interface: wlan0, ssid: a, passphrase: "\${secret:wifi}", band: ${band} }\n`;
      expect(problemsOf(text)).toEqual([]);
    }
  });

  it('countries of the regulatory database', () => {
    expect(REGULATED_COUNTRIES.size).toBe(181);
    for (const code of REGULATED_COUNTRIES) expect(code).toMatch(/^[A-Z]{2}$/);
    expect(REGULATED_COUNTRIES.has('JP')).toBe(true);
    expect(REGULATED_COUNTRIES.has('JA')).toBe(false);
  });

  it('gives two radios two secrets', () => {
    const text = complete(
      'wifi:\n  - { interface: wlan0, ssid: a, passphrase: "${secret:wifi}" }\n  - { interface: wlan1, ssid: b, passphrase: "in clear text" }\n',
    );
    const [problem] = problemsOf(text, 'wifi/passphrase-in-clear');
    expect(applyEdits(text, problem?.fixes?.[0]?.edits ?? [])).toContain(
      'passphrase: "${secret:wifi-wlan1}"',
    );
  });
});

describe('related places', () => {
  it.each([
    [
      'dhcp/reservation-duplicate',
      'lan:\n  ports: [eth1]\n  address: 10.100.0.1/24\n  dhcp:\n    reservations:\n      - { name: a, mac: "52:54:00:00:00:01", address: 10.100.0.9 }\n      - { name: b, mac: "52:54:00:00:00:02", address: 10.100.0.9 }\n',
      ['10.100.0.9'],
    ],
    [
      'dhcp/range-outside-subnet',
      'lan:\n  ports: [eth1]\n  address: 10.200.0.1/24\n  dhcp: { range: 10.100.0.2-10.100.0.9 }\n',
      ['10.200.0.1/24'],
    ],
    ['nat/forward-duplicate', 'nat:\n  forwards: [tcp 5472 -> nas:22, tcp 5472 -> nas:80]\n', ['5472']],
    ['nat/forward-ds-lite', 'tunnel:\n  provider: transix\nnat:\n  forwards: [tcp 80 -> nas]\n', ['transix']],
    ['lan/subnet-overlap', 'lan:\n  ports: [eth1]\n  address: 106.72.18.1/24\n', ['240b:10:1234:5600::/64']],
    [
      'dns/not-served',
      'lan:\n  ports: [eth1]\n  address: 10.100.0.1/24\n  dhcp: { dns: [10.100.0.1] }\ndns: { serve: false }\n',
      ['false'],
    ],
    [
      'firewall/ssh-port-mismatch',
      'firewall:\n  allow: [{ service: ssh, port: 2222 }]\ndeploy: { port: 22 }\n',
      ['22'],
    ],
  ])('%s', (code, fragment, texts) => {
    const text = complete(fragment);
    expect(relatedTexts(text, problemsOf(text, code)[0])).toEqual(texts);
  });
});

describe('whatever is missing or wrong', () => {
  const codes = new Set(RULES.map((rule) => rule.code));
  const blocks: readonly (readonly string[])[] = [
    [
      '',
      'wan:\n  interface: eth0\n  prefix: 240b:10:1234:5600::/64\n',
      'wan:\n  prefix: 2409:10::/56\n',
      'wan: {}\n',
      'wan: x\n',
    ],
    [
      '',
      'tunnel:\n  provider: v6plus\n',
      'tunnel:\n  provider: transix\n',
      'tunnel:\n  method: ipip\n',
      'tunnel: [\n',
    ],
    [
      '',
      'lan:\n  address: 10.0.0.1/24\n',
      'lan:\n  dhcp:\n    range: 10.0.0.9-10.0.0.2\n    dns: [x, 10.0.0.1]\n    reservations: [{ name: a }, { mac: x }, y]\n',
      'lan:\n  ports:\n  address: 0.0.0.0/0\n  dhcp: { range: 255.255.255.255-255.255.255.255 }\n',
    ],
    ['', 'dns:\n  serve: x\n  upstream: [::1, 10.0.0.1, x]\n', 'dns:\n  serve: false\n', 'dns:\n'],
    [
      '',
      'nat:\n  forwards: [tcp 1 -> a, { port: 80 }, { to: "[::1]:2" }, x, { protocol: tcp, port: x, to: a }]\n  allocation: x\n',
      'nat:\n  forwards:\n',
    ],
    [
      '',
      'firewall:\n  allow: [{}, { from: wan }, { service: x }, { to: a }, { port: 22, from: x }, y]\n',
      'firewall:\n',
    ],
    [
      '',
      'wifi: [{}, { band: x, channel: 3 }, { channel: 300 }, { standards: [x, n], width: 99 }, { options: { x: "" } }, y]\n',
      'wifi:\n  - interface: wlan0\n    channel: 36\n    width: 160\n    country: ZZ\n    options: { ht_capab: "", wep_key0: 1 }\n',
    ],
    ['', 'system: { lbu: { media: sda, backups: 0 } }\nservices: [x, ssh, dhcpd]\npackages: y\n'],
    [
      '',
      'deploy: { host: 10.0.0.9, window: 10s, port: x }\n',
      'sysctl: { net.netfilter.nf_conntrack_udp_timeout: x }\n',
    ],
  ];

  it('no rule fails, and every problem has a place in the text', () => {
    fc.assert(
      fc.property(fc.tuple(...blocks.map((block) => fc.constantFrom(...block))), (chosen) => {
        const text = `version: 1\n${chosen.join('')}`;
        const problems = analyze(text).problems();
        for (const problem of problems) {
          expect(codes.has(problem.code), problem.code).toBe(true);
          expect(problem.span.start).toBeGreaterThanOrEqual(0);
          expect(problem.span.end).toBeLessThanOrEqual(text.length);
        }
        const [fix] = problems.flatMap((problem) => problem.fixes ?? []);
        const syntax = (found: readonly Problem[]): number =>
          found.filter(({ code }) => code === 'yaml/syntax').length;
        const after = fix === undefined ? [] : analyze(applyEdits(text, fix.edits)).problems();
        expect(syntax(after)).toBeLessThanOrEqual(syntax(problems));
      }),
      { numRuns: 40 },
    );
  }, 20_000);
});
