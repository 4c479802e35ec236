// Decides which network addresses this server may be made to reach; everything that is not plainly public is refused.
import ipaddr from 'ipaddr.js';

/** What an address is called in a refusal, by the ranges of ipaddr.js. */
type Verdict = { readonly isAllowed: true } | { readonly isAllowed: false; readonly range: string };

export interface AddressPolicy {
  /** `address` is an IP literal as the resolver gives it; what does not parse is refused. */
  judge(address: string): Verdict;
}

// Public by their numbers, private by their use.
const metadataAddresses = new Set([
  '168.63.129.16', // Azure's platform services, reachable from every guest
]);

const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * @param allowCidrs the operator's list, such as `10.1.0.0/16`; it wins over every refusal.
 * @throws RangeError naming the first entry that is no CIDR
 */
export function createAddressPolicy(allowCidrs: readonly string[]): AddressPolicy {
  const allowed = allowCidrs.map(parseCidr);
  return {
    judge(address) {
      if (!ipaddr.isValid(address) || address.includes('%')) return { isAllowed: false, range: 'malformed' };
      const parsed = ipaddr.parse(address);
      if (allowed.some((cidr) => contains(cidr, parsed))) return { isAllowed: true };
      const range = specialRangeOf(parsed);
      return range === null ? { isAllowed: true } : { isAllowed: false, range };
    },
  };
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Cidr = [Address, number];

function parseCidr(text: string): Cidr {
  try {
    return ipaddr.parseCIDR(text.trim());
  } catch {
    throw new RangeError(`"${text}" is not an address range; write it like 10.1.0.0/16 or fd12:3456::/32.`);
  }
}

function contains([base, bits]: Cidr, address: Address): boolean {
  return base.kind() === address.kind() && address.match(base, bits);
}

/** Null for an address of the public internet. */
function specialRangeOf(address: Address): string | null {
  if (address instanceof ipaddr.IPv4) {
    if (metadataAddresses.has(address.toString())) return 'metadata';
    return nullIfUnicast(address.range());
  }
  // On a network with IPv6 alone, DNS64 gives public IPv4 hosts under this prefix: the IPv4 inside is what is reached.
  if (address.match(nat64)) return specialRangeOf(new ipaddr.IPv4(address.toByteArray().slice(12)));
  const range = nullIfUnicast(address.range());
  // Only 2000::/3 is handed out; ::/96 (IPv4-compatible) and whatever may come are refused.
  return range ?? (address.match(globalUnicast) ? null : 'reserved');
}

function nullIfUnicast(range: string): string | null {
  return range === 'unicast' ? null : range;
}
