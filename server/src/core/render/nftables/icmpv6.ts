import { rfc } from '../../source.ts';

/** The ICMPv6 types that are let in without being asked for, in nft's words. */

/** What says that they are to be let through a router, and to be taken by it. */
export const ICMPV6_TRANSIT_SOURCE = rfc(4890, '4.3');
export const ICMPV6_LOCAL_SOURCE = rfc(4890, '4.4');

/** Without these a sender never learns that a packet was too large or went nowhere (RFC 4890 section 4.3.1). */
export const ICMPV6_ERRORS = [
  'destination-unreachable',
  'packet-too-big',
  'time-exceeded',
  'parameter-problem',
] as const;

/** What IPv6 cannot work without, from any neighbour (RFC 4890 sections 4.3 and 4.4). */
const FROM_NEIGHBOURS = [
  'nd-neighbor-solicit',
  'nd-neighbor-advert',
  ...ICMPV6_ERRORS,
  'mld-listener-query',
] as const;

/** To the router from the line, whose routers announce themselves. */
export const ICMPV6_FROM_WAN = [...FROM_NEIGHBOURS, 'nd-router-advert'] as const;

/** To the router from the LAN, where nobody has anything to announce to it. */
export const ICMPV6_FROM_LAN = [
  ...FROM_NEIGHBOURS,
  'nd-router-solicit',
  'mld-listener-report',
  'mld-listener-done',
  'mld2-listener-report',
] as const;

/** From the internet to LAN hosts through a router (RFC 4890 section 4.3). */
export const ICMPV6_TO_HOSTS = [...ICMPV6_ERRORS, 'echo-request'] as const;

/** From the line to LAN hosts through a bridge, whose neighbours they are. */
export const ICMPV6_ACROSS_BRIDGE = [...ICMPV6_FROM_WAN, 'echo-request'] as const;
