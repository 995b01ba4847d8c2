import { ipv6Prefix, networkOf, withInterfaceId } from '../net/address.ts';
import type { Ipv6, Ipv6Prefix } from '../net/address.ts';

/** The first /64 of a prefix: the subnet with number 0, in which the CE address lies too. */
export function firstSubnet(prefix: Ipv6Prefix): Ipv6Prefix {
  return networkOf(ipv6Prefix(prefix.address, Math.max(64, prefix.length)));
}

/**
 * The near end of a tunnel whose address no rule gives: the identifier that the provider handed out, else `::b4`, in the
 * first /64. A fixed identifier lets the firewall and the tunnel name it before the interface has an address.
 */
export function nearEnd(prefix: Ipv6Prefix, handedOut?: Ipv6): Ipv6 {
  return withInterfaceId(firstSubnet(prefix), handedOut?.value ?? 0xb4n);
}
