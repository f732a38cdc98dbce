const MAPPED_V4 = /^::ffff:(?=\d+\.)/i;
const GROUPS = 8;

/** Who sends: an IPv4 address, or the /64 of an IPv6 address, of which every connection has the whole. */
export function sourceOf(ip: string): string {
  return network(ip, { octets: 4, groups: 4 });
}

/** Where somebody is, roughly: the /24 of an IPv4 address, or the /48 of an IPv6 address, which is one site (RFC 6177). */
export function siteOf(ip: string): string {
  return network(ip, { octets: 3, groups: 3 });
}

/** The leading parts of an address: `192.0.2` or `2001:db8:0`. */
function network(ip: string, { octets, groups }: { readonly octets: number; readonly groups: number }): string {
  const address = ip.replace(MAPPED_V4, '');

  return address.includes(':') ? expanded(address).slice(0, groups).join(':') : address.split('.').slice(0, octets).join('.');
}

/** The eight groups of an IPv6 address, without leading zeros: one spelling for each address (RFC 4291, 2.2). */
function expanded(address: string): string[] {
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => '0');

  return [...left, ...zeros, ...right].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
