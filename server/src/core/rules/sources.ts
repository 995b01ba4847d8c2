import type { Source } from '../source.ts';

export { rfc } from '../source.ts';

/** An option of dnsmasq(8). */
export function dnsmasq(what: string): Source {
  return { title: `dnsmasq(8), ${what}`, url: 'https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html' };
}

/** The commented example of hostapd's configuration, which is its manual. */
export function hostapdConf(what: string): Source {
  return { title: `hostapd.conf, ${what}`, url: 'https://w1.fi/cgit/hostap/plain/hostapd/hostapd.conf' };
}

/** A file of hostapd's source, for what no manual says. */
export function hostapdSource(path: string, what: string): Source {
  return { title: `hostapd, ${path}: ${what}`, url: `https://w1.fi/cgit/hostap/tree/${path}` };
}

/** The regulatory database of the Linux kernel. */
export const WIRELESS_REGDB: Source = {
  title: 'wireless-regdb 2026.05.30',
  url: 'https://git.kernel.org/pub/scm/linux/kernel/git/wens/wireless-regdb.git',
};

/** The registry of IPv4 blocks that are set aside. */
export const IANA_IPV4_REGISTRY: Source = {
  title: 'IANA IPv4 Special-Purpose Address Registry',
  url: 'https://www.iana.org/assignments/iana-ipv4-special-registry',
};

/** A kernel setting of the network. */
export function ipSysctl(setting: string): Source {
  return {
    title: `Linux kernel, ip-sysctl: ${setting}`,
    url: 'https://docs.kernel.org/networking/ip-sysctl.html',
  };
}

/** ip-tunnel(8) of iproute2. */
export function ipTunnel(what: string): Source {
  return { title: `ip-tunnel(8), ${what}`, url: 'https://man7.org/linux/man-pages/man8/ip-tunnel.8.html' };
}

/** The bridge of the kernel. */
export function kernelBridge(what: string): Source {
  return {
    title: `Linux kernel, Ethernet bridging: ${what}`,
    url: 'https://docs.kernel.org/networking/bridge.html',
  };
}

/** What was seen on a running kernel with the generated configuration. */
export function measured(en: string, ja: string): Source {
  return { title: { en: `Measured in the router lab: ${en}`, ja: `ルーターラボでの実測: ${ja}` } };
}

/** A part of the format, or its version. */
export function routerYaml(what: string): Source {
  const ja = what === 'version 1' ? 'バージョン 1' : what;
  return { title: { en: `The format of router.yaml, ${what}`, ja: `router.yaml の書式、${ja}` } };
}

/** The tables of the providers in this program, whose sources are listed with them. */
export const PROVIDER_TABLES: Source = {
  title: {
    en: "The providers' tables of this program (server/src/core/isp)",
    ja: '本プログラムの事業者の表（server/src/core/isp）',
  },
};

/** The YAML language. */
export function yamlSpec(what: string): Source {
  return { title: `YAML 1.2.2, ${what}`, url: 'https://yaml.org/spec/1.2.2/' };
}
