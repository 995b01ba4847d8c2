import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import { TUNNEL_SCRIPT_PATH } from '../../../server/src/core/render/tunnel-script.ts';
import { caseOf, routerOf } from './cases.ts';

/** The script's own doing, with programs around it that write down what they are asked; a real kernel is in the lab. */
let root = '';

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'router-spec-tunnel-'));
  mkdirSync(path.join(root, 'bin'));
  program('ip', 'case "$*" in *"rule del"*) exit 1 ;; esac');
  for (const name of ['modprobe', 'logger']) program(name, '');
  program('nslookup', 'exit 1');
  program('curl', '');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program that notes its arguments and then does what `body` says. */
function program(name: string, body: string): void {
  const file = path.join(root, 'bin', name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>'${root}/calls'\n${body}\n`);
  chmodSync(file, 0o755);
}

/** A kernel parameter that exists. */
function parameter(name: string): string {
  const file = path.join(root, 'proc/sys', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'before\n');
  return file;
}

function script(text: string): string {
  const file = renderRouter(routerOf(text)).find((each) => each.path === TUNNEL_SCRIPT_PATH);
  if (file === undefined) throw new Error('No script');
  return contentOf(file)
    .replace(/^PATH=/m, `PATH='${root}/bin':`)
    .replaceAll('/proc/sys/', `${root}/proc/sys/`)
    .replaceAll('/sys/class/net/', `${root}/net/`)
    .replaceAll("'/run/router-spec", `'${root}/run`);
}

interface Outcome {
  readonly status: number | null;
  readonly calls: readonly string[];
  readonly errors: string;
}

function call(text: string, ...args: string[]): Outcome {
  rmSync(path.join(root, 'calls'), { force: true });
  const file = path.join(root, 'router-spec', 'tunnel');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, script(text));
  const result = spawnSync('/bin/sh', [file, ...args], { encoding: 'utf8', timeout: 20_000 });
  const calls = path.join(root, 'calls');
  return {
    status: result.status,
    errors: result.stderr,
    calls: (existsSync(calls) ? readFileSync(calls, 'utf8') : '')
      .split('\n')
      .filter((line) => /^(?:ip|nslookup|curl) /.test(line) && !line.includes('rule del')),
  };
}

const reference = caseOf('reference').text;
const CE = '240b:10:1234:5600:6a:4812:3400:5600';

describe('up', () => {
  test('first the near end, then the tunnel, its address, and the route', () => {
    expect(call(reference, 'up')).toEqual({
      status: 0,
      errors: '',
      calls: [
        `ip -6 addr replace ${CE}/128 dev br0 preferred_lft 0 nodad`,
        'ip link del dev ip6tnl1',
        `ip -6 tunnel add ip6tnl1 mode ip4ip6 remote 2404:9200:225:100::64 local ${CE} dev br0 encaplimit none`,
        'ip link set dev ip6tnl1 mtu 1460 up',
        'ip -4 addr replace 106.72.18.52/32 dev ip6tnl1',
        'ip -4 route replace default dev ip6tnl1',
      ],
    });
  });

  test('changes a tunnel that is there, and takes nothing away', () => {
    call(reference, 'up');
    mkdirSync(path.join(root, 'net/ip6tnl1'), { recursive: true });
    const { status, calls } = call(reference, 'up');
    expect(status).toBe(0);
    expect(calls.filter((line) => / (?:del|add) /.test(line))).toEqual([]);
    expect(calls).toContain(
      `ip -6 tunnel change ip6tnl1 mode ip4ip6 remote 2404:9200:225:100::64 local ${CE} dev br0 encaplimit none`,
    );
  });

  test('makes a tunnel anew that cannot be changed', () => {
    mkdirSync(path.join(root, 'net/ip6tnl1'), { recursive: true });
    program('ip', 'case "$*" in *"tunnel change"* | *"rule del"*) exit 1 ;; esac');
    const { status, calls } = call(reference, 'up');
    expect(status).toBe(0);
    expect(
      calls
        .filter((line) => / (?:del|add|change) /.test(line))
        .map((line) => line.split(' ').slice(0, 4).join(' ')),
    ).toEqual(['ip -6 tunnel change', 'ip link del dev', 'ip -6 tunnel add']);
  });

  test('takes away what an earlier prefix has left', () => {
    call(reference, 'up');
    const { calls } = call(reference.replace('240b:10:1234:5600::/64', '240b:10:1234:5700::/64'), 'up');
    expect(calls.slice(0, 2)).toEqual(['ip link del dev ip6tnl1', `ip -6 addr del ${CE}/128 dev br0`]);
  });

  test('sets kernel parameters that exist, and leaves those alone that do not', () => {
    const file = parameter('net/ipv6/conf/br0/accept_ra');
    const timeout = parameter('net/netfilter/nf_conntrack_tcp_timeout_time_wait');
    call(reference, 'up');
    expect(readFileSync(file, 'utf8')).toBe('2\n');
    expect(readFileSync(timeout, 'utf8')).toBe('15\n');
    expect(existsSync(path.join(root, 'proc/sys/net/ipv6/conf/br0/keep_addr_on_down'))).toBe(false);
  });

  test('fails when the kernel refuses the tunnel', () => {
    program('ip', 'case "$*" in *"tunnel add"* | *"rule del"*) exit 2 ;; esac');
    expect(call(reference, 'up').status).not.toBe(0);
  });
});

describe('beside another uplink', () => {
  test('what carries the mark goes into the tunnel, the LAN stays near', () => {
    const { calls } = call(caseOf('mark-routing').text, 'up');
    expect(calls.slice(-4)).toEqual([
      'ip -4 route replace default dev ip6tnl1 table 74',
      'ip -4 rule add priority 7400 table main suppress_prefixlength 0',
      'ip -4 rule add priority 7401 from 106.72.18.52 table 74',
      'ip -4 rule add priority 7402 fwmark 0x10064 table 74',
    ]);
  });

  test('with a mark and subnets, what fits either of them goes into the tunnel', () => {
    const both = caseOf('from-routing').text.replace('route: { from:', 'route: { mark: 0x64, from:');
    expect(call(both, 'up').calls.slice(-3)).toEqual([
      'ip -4 rule add priority 7402 fwmark 0x64 table 74',
      'ip -4 rule add priority 7403 from 10.1.1.0/24 table 74',
      'ip -4 rule add priority 7403 from 10.1.2.0/25 table 74',
    ]);
  });

  test('what comes from the subnets does', () => {
    const { calls } = call(caseOf('from-routing').text, 'up');
    expect(calls.filter((line) => line.includes('priority 7403'))).toEqual([
      'ip -4 rule add priority 7403 from 10.1.1.0/24 table 74',
      'ip -4 rule add priority 7403 from 10.1.2.0/25 table 74',
    ]);
    expect(calls.filter((line) => line.includes('route replace'))).toHaveLength(1);
  });
});

describe('an AFTR by its name', () => {
  const transix = caseOf('transix').text.replace(
    'firewall:',
    'dns: { upstream: [1.1.1.1, 2001:db8::53] }\nfirewall:',
  );
  const answer = `printf 'Server:\\t\\t%s\\nAddress:\\t[%s]:53\\n\\nNon-authoritative answer:\\nName:\\tgw.transix.jp\\nAddress: 2404:8e00::feed:100\\n' "$3" "$3"`;

  test('is asked over IPv6, of the servers of the line first', () => {
    mkdirSync(path.join(root, 'run'), { recursive: true });
    writeFileSync(path.join(root, 'run/resolv.conf'), 'nameserver 2001:db8:1::1\nnameserver 192.0.2.1\n');
    program('nslookup', `case "$3" in 2001:db8::53) ${answer} ;; *) exit 1 ;; esac`);
    const { calls } = call(transix, 'up');
    expect(calls.filter((line) => line.startsWith('nslookup'))).toEqual([
      'nslookup -type=aaaa gw.transix.jp 2001:db8:1::1',
      'nslookup -type=aaaa gw.transix.jp 2001:db8::53',
    ]);
    expect(
      calls.some((line) => line.includes('tunnel add ip6tnl1 mode ip4ip6 remote 2404:8e00::feed:100 ')),
    ).toBe(true);
  });

  test('an answer that is no address is none', () => {
    program('nslookup', `printf 'Name:\\tgw.transix.jp\\nAddress: $(reboot)\\n'`);
    const { status, calls, errors } = call(transix, 'up');
    expect(status).toBe(0);
    expect(errors).toBe('no address for gw.transix.jp yet\n');
    expect(calls.some((line) => line.includes('tunnel add'))).toBe(false);
    // It goes on asking until it is told to stop.
    const pid = Number(readFileSync(path.join(root, 'run/connect.pid'), 'utf8'));
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    expect(call(transix, 'down').status).toBe(0);
    expect(existsSync(path.join(root, 'run/connect.pid'))).toBe(false);
    for (let i = 0; i < 100 && stillRuns(pid); i++) spawnSync('sleep', ['0.02']);
    expect(stillRuns(pid)).toBe(false);
  });

  function stillRuns(pid: number): boolean {
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return stat !== '' && !stat.includes(') Z ');
  }
});

test('the provider of a fixed address is told, from the near end', () => {
  call(caseOf('ipip-fixed').text, 'up');
  const calls = path.join(root, 'calls');
  for (let i = 0; i < 200 && !readFileSync(calls, 'utf8').includes('curl'); i++) spawnSync('sleep', ['0.02']);
  expect(readFileSync(calls, 'utf8')).toContain(
    'curl -6 -fsS --max-time 20 --interface 240b:10:1234:5600:cb:71:500:0 -o /dev/null -K /etc/router-spec/update.conf\n',
  );
});

describe('down', () => {
  test('leaves nothing, twice', () => {
    call(reference, 'up');
    const expected = ['ip link del dev ip6tnl1', `ip -6 addr del ${CE}/128 dev br0`];
    expect(call(reference, 'down')).toEqual({ status: 0, errors: '', calls: expected });
    program('ip', 'exit 1');
    expect(call(reference, 'down').status).toBe(0);
    expect(existsSync(path.join(root, 'run/tunnel'))).toBe(false);
  });
});

test('anything else is not understood', () => {
  expect(call(reference).status).toBe(2);
  expect(call(reference, 'sideways').status).toBe(2);
  expect(call(reference, 'settings').calls).toEqual([]);
});
