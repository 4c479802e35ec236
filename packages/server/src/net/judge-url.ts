// Tells early what a dial would refuse anyway: URLs that are none of ours to call, and private addresses written out.
import net from 'node:net';
import { createAddressPolicy } from './address-policy.ts';
import { parseOutgoingUrl } from './outgoing-url.ts';
import { forbiddenAddress } from './transport-fault.ts';

/**
 * Returns a judge of URLs: the reason, as the end of a sentence, or null when it has no objection. Names are judged when
 * they are dialled, where it counts.
 * @throws RangeError naming the first entry of `allowCidrs` that is no range
 */
export function createUrlJudge(allowCidrs: readonly string[]): (url: string) => string | null {
  const policy = createAddressPolicy(allowCidrs);
  return (text) => {
    const parsed = parseOutgoingUrl(text);
    if (!parsed.ok) return parsed.reason;
    const host = parsed.url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const address = host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : host;
    if (net.isIP(address) === 0 || policy.judge(address).isAllowed) return null;
    return forbiddenAddress;
  };
}
