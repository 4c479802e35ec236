// Names that an attacker's own name server would answer for: where they lead may change from one look to the next.
import dns from 'node:dns';
import { isIPv6 } from 'node:net';
import { mock } from 'node:test';

/** Name → the addresses of each look, the last ones from then on. `@` is where the attacker's host is, which may be reached. */
const zone: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'loopback.attack.test': [['127.0.0.1']],
  'loopback6.attack.test': [['::1']],
  'mapped.attack.test': [['::ffff:127.0.0.1']],
  'metadata.attack.test': [['169.254.169.254']],
  'both.attack.test': [['127.0.0.1', '@']],
  'redirected.attack.test': [['@'], ['127.0.0.1']],
  'resumed.attack.test': [['@'], ['127.0.0.1']],
  'sent.attack.test': [['@'], ['127.0.0.1']],
};

type Lookup = typeof dns.lookup;

/** The server looks names up in this process: the attacker's names are answered here, all others by the system. */
export function resolveAttackersNames(originAddress: string): Disposable {
  const looks = new Map<string, number>();
  const system = dns.lookup;
  const lookup = (hostname: string, options: dns.LookupAllOptions, callback: AllCallback): void => {
    const answers = zone[hostname];
    if (answers === undefined) {
      system(hostname, options, callback);
      return;
    }
    const look = looks.get(hostname) ?? 0;
    looks.set(hostname, look + 1);
    const found = answers[Math.min(look, answers.length - 1)] ?? [];
    const addresses = found.map((address) => address.replace('@', originAddress));
    queueMicrotask(() => {
      callback(
        null,
        addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
      );
    });
  };
  const replaced = mock.method(dns, 'lookup', lookup as unknown as Lookup).mock;
  return {
    [Symbol.dispose]() {
      replaced.restore();
    },
  };
}

type AllCallback = (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void;
