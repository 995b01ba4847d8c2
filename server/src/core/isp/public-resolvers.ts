/** A public DNS service, by its addresses from the operator's own pages; the addresses of one index are one server. */
export interface PublicResolver {
  readonly name: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

export const PUBLIC_RESOLVERS: readonly PublicResolver[] = [
  {
    name: 'Cloudflare',
    ipv4: ['1.1.1.1', '1.0.0.1'],
    ipv6: ['2606:4700:4700::1111', '2606:4700:4700::1001'],
  },
  {
    name: 'Google',
    ipv4: ['8.8.8.8', '8.8.4.4'],
    ipv6: ['2001:4860:4860::8888', '2001:4860:4860::8844'],
  },
  { name: 'Quad9', ipv4: ['9.9.9.9', '149.112.112.112'], ipv6: ['2620:fe::fe', '2620:fe::9'] },
];
