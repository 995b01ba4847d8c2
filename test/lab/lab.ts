// The lab: a router in a virtual machine with clients, a line, a border relay and the internet around it. What there is
// and how it is wired stands in guest/world/world.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { startPracticeRouter } from '../../scripts/practice-router.mjs';
import type { PracticeLine, PracticeRouter, SavedConfiguration } from '../../scripts/practice-router.mjs';

/** The places in the lab where a command can be run; `router` is the router itself. */
export type Place = 'router' | 'c1' | 'c2' | 'lan' | 'isp' | 'br' | 'inet' | 'sta';

/** What a load of flows came to. `ports` are the source ports that the far end saw, in ascending order. */
export interface Flows {
  readonly asked: number;
  readonly answered: number;
  readonly ports: readonly number[];
  /** The largest TCP segments that the two ends send each other, options subtracted: each value once. */
  readonly segments: readonly number[];
}

/** What is left to look at after a scenario. */
export interface Remains {
  /** The packets on the WAN cable since before the boot, the first 160 bytes of each, as a pcap file. */
  readonly capture: Buffer;
  /** Addresses, routes, rules with their counters, connections, services and the console. */
  readonly state: string;
}

/** A host of the practice internet, and the ports where `serve` makes it answer. */
export const INTERNET = {
  ipv4: '198.51.100.10',
  ipv6: '2001:db8:1::10',
  port: 7000,
  /** Other addresses of the same host. */
  others: ['198.51.100.10', '198.51.100.11', '198.51.100.12', '1.1.1.1', '1.0.0.1', '8.8.8.8', '8.8.4.4'],
  /** One to which the border relay can be given a narrow path. */
  narrow: '203.0.113.10',
} as const;

const LAB = '/usr/libexec/lab';
/** How often a condition is looked at again, in milliseconds. */
const INTERVAL = 250;

export class Lab {
  private constructor(readonly router: PracticeRouter) {}

  /**
   * Boots a router with that saved configuration, or without one the router of the factory; waits until it has started
   * everything and the world is complete.
   */
  static async boot(options: {
    readonly saved?: SavedConfiguration;
    readonly line: PracticeLine;
    readonly address: string;
    readonly counted?: boolean;
  }): Promise<Lab> {
    const router = await startPracticeRouter({
      ...options,
      reach: options.saved === undefined ? 'ssh' : 'console',
    });
    // No router, no proof: a machine that cannot run the lab fails it.
    if ('unavailable' in router) throw new Error(router.unavailable.en);
    const lab = new Lab(router);
    try {
      await lab.worldComplete();
      return lab;
    } catch (error) {
      await router.stop();
      throw error;
    }
  }

  /** Takes the power away and gives it back, on another line; resolves when everything has started. */
  async restart(line?: PracticeLine): Promise<void> {
    await this.router.powerOff();
    await this.router.powerOn(line);
    await this.worldComplete();
  }

  private async worldComplete(): Promise<void> {
    await this.until('the world is complete', 'test -e /run/lab-world');
    const complaints = await this.output('router', 'cat /run/lab-world.log');
    if (complaints !== '') throw new Error(`the world is not as it should be: ${complaints}`);
  }

  /** Runs a shell command in a place, as root. The network of the router has no part in it. */
  async run(place: Place, command: string): Promise<{ readonly code: number; readonly output: string }> {
    if (place === 'router') return this.router.console(command);
    return this.router.console(`ip netns exec ${place} /bin/sh -c ${quoted(command)}`);
  }

  /** The output of a command that must succeed. */
  async output(place: Place, command: string): Promise<string> {
    const { code, output } = await this.run(place, command);
    if (code !== 0) throw new Error(`in ${place}: ${command}\nended with ${code}: ${output}`);
    return output;
  }

  /** Waits until a command of the router's own succeeds; a minute at most. */
  async until(what: string, command: string): Promise<void> {
    const done = await this.within(60, async () => (await this.run('router', command)).code === 0);
    if (!done) throw new Error(`waited a minute in vain: ${what}`);
  }

  /** Asks again and again until the answer is yes, or the time is over: then it is no. */
  async within(seconds: number, ask: () => Promise<boolean>): Promise<boolean> {
    const end = Date.now() + seconds * 1000;
    while (!(await ask())) {
      if (Date.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
    return true;
  }

  /** Starts servers that answer with the address and port they see; resolves when they listen. */
  async serve(place: Exclude<Place, 'router'>, protocol: 'tcp' | 'udp', ...ports: number[]): Promise<void> {
    const start = ports.map(
      (port) => `setsid ${LAB}/probe serve ${protocol} ${port} >/dev/null 2>&1 </dev/null &`,
    );
    await this.output(place, start.join('\n'));
    for (const port of ports) {
      const table = `/proc/net/${protocol}6`;
      const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
      await this.until(
        `${place} listens at ${protocol} ${port}`,
        `ip netns exec ${place} grep -q '${local}' ${table}`,
      );
    }
  }

  /** Opens `count` connections at once, all held open until each has answered or `seconds` are over. */
  tcp(place: Place, host: string, port: number, count: number, seconds = 20): Promise<Flows> {
    return this.flows(place, `tcp ${host} ${port} ${count} ${seconds}`);
  }

  /** Sends a datagram of `size` bytes from each of `count` sockets, again every half second until it is answered. */
  udp(place: Place, host: string, port: number, count: number, seconds = 20, size = 1): Promise<Flows> {
    return this.flows(place, `udp ${host} ${port} ${count} ${seconds} ${size}`);
  }

  /** Opens a flow from each of `count` local ports (for ICMP: of each id) and sends nothing twice. */
  once(
    protocol: 'tcp' | 'udp' | 'icmp',
    place: Place,
    host: string,
    port: number,
    first: number,
    count: number,
  ): Promise<{ asked: number; answered: number }> {
    return this.json(place, `once ${protocol} ${host} ${port} ${first} ${count}`);
  }

  /**
   * Opens 5/6 of `count` connections, ends half of these, more of them in the high ports than in the low ones, and opens
   * as many as there are ports free then, of which `refilled` come about.
   */
  async refill(
    place: Place,
    host: string,
    port: number,
    count: number,
  ): Promise<{ free: number; refilled: number }> {
    await this.run('router', 'rm -f /run/lab-ended /run/lab-freed /run/lab-refill');
    const probe = `${LAB}/probe refill ${host} ${port} ${count}`;
    await this.output(place, `setsid ${probe} >/run/lab-refill 2>&1 </dev/null &`);
    await this.until('connections have ended', 'test -e /run/lab-ended');
    await this.until(
      'their ports are free',
      '! conntrack -L -p tcp 2>/dev/null | grep -v ESTABLISHED | grep -q .',
    );
    await this.run('router', 'touch /run/lab-freed');
    await this.until('new ones have been tried', 'grep -q refilled /run/lab-refill');
    return JSON.parse(await this.output('router', 'cat /run/lab-refill')) as {
      free: number;
      refilled: number;
    };
  }

  /** Sends from one UDP socket to several hosts: with endpoint-independent mapping all see the same port. */
  mapping(place: Place, port: number, hosts: readonly string[]): Promise<Flows> {
    return this.flows(place, `mapping ${port} ${hosts.join(' ')}`);
  }

  /** Finds the path MTU by datagrams that must not be fragmented; `answered` is the size of the packet that came back. */
  pathMtu(place: Place, host: string, port: number): Promise<{ mtu: number; answered: number }> {
    return this.json(place, `mtu ${host} ${port}`);
  }

  /** Sends bytes through one connection, and compares what comes back. */
  bulk(
    place: Place,
    host: string,
    port: number,
    bytes: number,
  ): Promise<{ sent: number; returned: number; same: boolean }> {
    return this.json(place, `bulk ${host} ${port} ${bytes}`);
  }

  /**
   * What a datagram and its answer cost the machine that carries both, in nanoseconds of its own time: the mean over
   * answered ones of `count` flows, once for their first datagrams and again for each further round.
   */
  rounds(
    place: Place,
    host: string,
    port: number,
    first: number,
    count: number,
    rounds: number,
  ): Promise<{ readonly answered: number; readonly nanoseconds: readonly number[] }> {
    return this.json(place, `rounds ${host} ${port} ${first} ${count} ${rounds}`);
  }

  /** The TCP ports of a range that accept a connection. */
  scan(place: Place, host: string, first: number, last: number): Promise<{ asked: number; open: number[] }> {
    return this.json(place, `scan ${host} ${first} ${last}`);
  }

  /** The addresses that answer on the way to a host, `*` for one that does not. */
  async trace(place: Place, host: string): Promise<readonly string[]> {
    const text = await this.output(place, `busybox traceroute -n -q 1 -w 2 -m 5 ${host} 2>/dev/null`);
    return [...text.matchAll(/^ *\d+ +(\S+)/gm)].map(([, address = '']) => address);
  }

  /** Addresses, routes and rules of the router, without what comes and goes by itself. */
  state(): Promise<string> {
    return this.output(
      'router',
      [
        `ip -o addr show | grep -vE ' dynamic | fe80:' | sed 's/^[0-9]*: //; s/ *valid_lft.*//' | sort`,
        `for family in -4 -6; do ip $family route show | grep -vE ' proto (ra|kernel|dhcp)|^fe80:' | sort; ip $family rule show; done`,
        `bridge link show | sed 's/^[0-9]*: //' | cut -d ' ' -f 1 | sort`,
        `nft -s list ruleset`,
      ].join('\n'),
    );
  }

  /** Sends echo requests with `count` different ids. The far end does not tell which ids it saw. */
  icmp(place: Place, host: string, count: number, seconds = 20): Promise<Flows> {
    return this.flows(place, `icmp ${host} ${count} ${seconds}`);
  }

  private flows(place: Place, words: string): Promise<Flows> {
    return this.json(place, words);
  }

  private async json<Result>(place: Place, words: string): Promise<Result> {
    return JSON.parse(await this.output(place, `${LAB}/probe ${words}`)) as Result;
  }

  /** The packets that the witnesses of a place have counted so far, by the counter's name. */
  async counted(place: 'isp' | 'br'): Promise<Readonly<Record<string, number>>> {
    const text = await this.output(place, 'nft list counters');
    const found = text.matchAll(/counter (\w+) \{\s*packets (\d+)/g);
    return Object.fromEntries([...found].map(([, name = '', packets]) => [name, Number(packets)]));
  }

  /** The address by which the internet reaches a client over IPv6. */
  async globalAddress(place: 'c1' | 'c2'): Promise<string> {
    const show = `ip -n ${place} -6 -o addr show dev eth0 scope global -tentative`;
    await this.until(`${place} has an IPv6 address`, `${show} | grep -q inet6`);
    return /inet6 ([0-9a-f:]+)/.exec(await this.output('router', show))?.[1] ?? '';
  }

  /** Gives the line other values: the ISP has another prefix for it, and the border relay another customer. */
  async moveLine(line: PracticeLine): Promise<void> {
    const words = Object.entries(line).map(([key, value]) => quoted(`lab.${key}=${value}`));
    // A server that this starts must not hold on to the console.
    const command = `${LAB}/world move ${words.join(' ')} </dev/null >/run/lab-world.log 2>&1; cat /run/lab-world.log`;
    const complaints = await this.output('router', command);
    if (complaints !== '') throw new Error(`the line could not be moved: ${complaints}`);
  }

  /** Asks for an address by DHCP as an ordinary client does; undefined where nobody answers. */
  async lease(
    place: 'c1' | 'c2' | 'isp',
    device = 'eth0',
  ): Promise<Readonly<Record<string, string>> | undefined> {
    const file = `/run/lab-lease.${place}`;
    await this.run('router', `rm -f ${file}`);
    const client = `busybox udhcpc -i ${device} -f -n -q -t 4 -T 1 -O domain -s ${LAB}/lease`;
    await this.run(place, client);
    const { code, output } = await this.run('router', `cat ${file}`);
    if (code !== 0) return undefined;
    return Object.fromEntries(
      output
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
    );
  }

  async remains(): Promise<Remains> {
    const commands = [
      ...['ip addr show', 'ip -4 route show', 'ip -6 route show', 'ip rule show', 'bridge link show'],
      ...['nft list ruleset', 'conntrack -L', 'rc-status --all', 'ps', 'dmesg'],
    ];
    const script = commands.map((command) => `echo '## ${command}'; ${command} 2>&1; echo`).join('\n');
    const { output } = await this.run('router', script);
    const packed = await this.output('router', 'gzip -c /run/lab.pcap | base64');
    return {
      capture: gunzipSync(Buffer.from(packed, 'base64')),
      state: `${output}\n## console\n${readFileSync(this.router.consoleLog, 'utf8')}`,
    };
  }

  stop(): Promise<void> {
    return this.router.stop();
  }
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
