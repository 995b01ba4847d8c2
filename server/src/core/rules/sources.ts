import type { Source } from './rule.ts';

/** An RFC, or a section of it such as `5.1`. */
export function rfc(number: number, section?: string): Source {
  const page = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section === undefined
    ? { title: `RFC ${number}`, url: page }
    : { title: `RFC ${number} section ${section}`, url: `${page}#section-${section}` };
}

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
