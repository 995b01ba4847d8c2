/** The IPv6 header that a tunnel puts before each IPv4 packet, in bytes (RFC 8200 section 3, RFC 2473 section 3.1). */
export const IPV6_HEADER = 40;

/** The destination options header with the tunnel encapsulation limit, in bytes (RFC 2473 section 4.1.1). */
export const ENCAPSULATION_LIMIT_HEADER = 8;

/** The IPv4 and TCP headers without options, in bytes (RFC 791 section 3.1, RFC 9293 section 3.1). */
export const IPV4_TCP_HEADERS = 40;

/** The smallest MTU that a link may have to carry IPv6 (RFC 8200 section 5). */
export const IPV6_MINIMUM_MTU = 1280;

/** The smallest MTU that IPv4 works with at all (RFC 791 section 3.2); every host accepts packets of 576 bytes. */
export const IPV4_MINIMUM_MTU = 68;

/** The packet size that every IPv4 host must accept (RFC 791 section 3.1, RFC 1122 section 3.3.2). */
export const IPV4_MINIMUM_REASSEMBLY = 576;

/** The MTU of an Ethernet link (RFC 894, RFC 2464 section 2). */
export const ETHERNET_MTU = 1500;

/** The limit that Linux puts into tunnel packets unless told otherwise (ip-tunnel(8), `encaplimit`). */
export const LINUX_DEFAULT_ENCAPSULATION_LIMIT = 4;

/**
 * The largest MTU of an IPv4-in-IPv6 tunnel that needs no fragments on a WAN link of `wanMtu` bytes: 40 less for the
 * IPv6 header, 8 more less where packets carry an encapsulation limit (0 … 255; RFC 2473 sections 4.1.1 and 7).
 */
export function tunnelMtu(wanMtu: number, encapsulationLimit: number | 'none'): number {
  return wanMtu - IPV6_HEADER - (encapsulationLimit === 'none' ? 0 : ENCAPSULATION_LIMIT_HEADER);
}

/** The largest TCP segment, in bytes, that fits into an IPv4 packet of `mtu` bytes (RFC 9293 section 3.7.1). */
export function tcpMss(mtu: number): number {
  return mtu - IPV4_TCP_HEADERS;
}
