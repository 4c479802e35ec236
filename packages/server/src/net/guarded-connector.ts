// Opens connections for undici, dialling only addresses that the policy has judged: the check and the dial see the same
// address, so a name that resolves differently the second time gains nothing.
import type dns from 'node:dns';
import net from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.ts';

/** All addresses of a name, as `dns.lookup` gives them. */
export type Lookup = (
  hostname: string,
  options: dns.LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

/** Its message names no address: what an inside name resolves to is not the caller's business. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly hostname: string;

  constructor(hostname: string) {
    super(`${hostname} leads to no address that may be reached.`);
    this.hostname = hostname;
  }
}

export function createGuardedConnector(
  policy: AddressPolicy,
  options: { readonly connectTimeoutMs: number; readonly lookup: Lookup },
): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: options.connectTimeoutMs,
    lookup: createGuardedLookup(policy, options.lookup),
  });
  return (target, callback) => {
    // Node looks nothing up for an address literal, so the guarded lookup would never see it.
    if (net.isIP(target.hostname) !== 0 && !policy.judge(target.hostname).isAllowed) {
      queueMicrotask(() => {
        callback(new ForbiddenAddressError(target.hostname), null);
      });
      return;
    }
    connect(target, callback);
  };
}

/** Hands on the permitted addresses of a name alone; a name that has none is forbidden. */
function createGuardedLookup(policy: AddressPolicy, lookup: Lookup): net.LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const permitted = addresses.filter(({ address }) => policy.judge(address).isAllowed);
      const [first] = permitted;
      if (first === undefined) callback(new ForbiddenAddressError(hostname), []);
      else if (options.all === true) callback(null, permitted);
      else callback(null, first.address, first.family);
    });
  };
}
