import { ipv4, ipv4Prefix } from './address.ts';
import type { Ipv4, Ipv4Prefix } from './address.ts';

/** The block kept for the inside of the tunnel, 192.0.0.0/29 (RFC 6333 section 5.7 and 10; RFC 7335 widened its use). */
export const DS_LITE_NETWORK: Ipv4Prefix = ipv4Prefix(ipv4(0xc0000000), 29);

/** The AFTR's IPv4 address in the tunnel, 192.0.0.1 (RFC 6333 section 5.7). */
export const AFTR_IPV4: Ipv4 = ipv4(0xc0000001);

/** The B4's IPv4 address in the tunnel, 192.0.0.2 (RFC 6333 section 5.7). The B4 does no NAT (section 4.2). */
export const B4_IPV4: Ipv4 = ipv4(0xc0000002);
