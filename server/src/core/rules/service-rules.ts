import type { Rule } from './rule.ts';

/** The rules about what the router offers: the LAN, DHCP, DNS, NAT, the firewall, Wi-Fi, the system and the deploy. */
export const SERVICE_RULES: readonly Rule[] = [];
