// Attacks by webhooks: URLs that point inside, and receivers that keep, flood or mislead whoever tells them something.
import type { Family, ReceiverVector } from '../vector.ts';

const inside = [
  'http://127.0.0.1:@PORT@/',
  'http://2130706433:@PORT@/',
  'http://localhost:@PORT@/',
  'http://[::1]:@PORT@/',
  'http://[::ffff:127.0.0.1]:@PORT@/',
  'http://169.254.169.254/latest/meta-data/',
  'http://10.0.0.1/',
  'http://user:pass@127.0.0.1:@PORT@/',
];
const noUrl = [
  'file://@HOST_FILE@',
  'ftp://127.0.0.1/',
  'javascript:alert(1)',
  'gopher://127.0.0.1:@PORT@/x',
  '/hook',
  '',
];

export const receivers: Family<ReceiverVector> = {
  name: 'receivers',
  vectors: [
    ...inside.map(
      (url, index): ReceiverVector => ({
        name: `points to ${url}`,
        url,
        comesTo: 'refused',
        ...(index === 0 ? { isRepresentative: true } : {}),
      }),
    ),
    ...noUrl.map((url): ReceiverVector => ({ name: `is ${url === '' ? 'nothing' : url}`, url, comesTo: 'refused' })),
    { name: 'is longer than any URL', url: `@ORIGIN@/${'a'.repeat(9000)}`, comesTo: 'refused' },
    { name: 'points to a port that is not for HTTP', url: 'http://127.0.0.2:25/', comesTo: 'refused' },
    ...[301, 302, 303, 307, 308].map(
      (status): ReceiverVector => ({
        name: `sends on to loopback by ${status}`,
        url: `@ORIGIN@/redirect/${status}?http://127.0.0.1:@PORT@/`,
        comesTo: 'failed',
        ...(status === 307 ? { isRepresentative: true } : {}),
      }),
    ),
    { name: 'has a name that leads to loopback', url: 'http://loopback.attack.test:@PORT@/', comesTo: 'failed' },
    { name: 'has a name that leads to the metadata service', url: 'http://metadata.attack.test/', comesTo: 'failed' },
    { name: 'answers without end', url: '@ORIGIN@/endless', comesTo: 'delivered', isRepresentative: true },
    { name: 'answers a byte at a time', url: '@ORIGIN@/drip', comesTo: 'delivered' },
    { name: 'never answers', url: '@ORIGIN@/hang', comesTo: 'failed' },
    { name: 'breaks off', url: '@ORIGIN@/break', comesTo: 'delivered' },
    { name: 'answers half a megabyte of headers', url: '@ORIGIN@/headers', comesTo: 'failed' },
    { name: 'answers a hundred megabytes, compressed', url: '@ORIGIN@/compressed', comesTo: 'delivered' },
    { name: 'answers what no database takes', url: '@ORIGIN@/controls', comesTo: 'delivered' },
    { name: 'asks to be told in three thousand years', url: '@ORIGIN@/later', comesTo: 'failed' },
    { name: 'has a header in its secret', url: '@ORIGIN@/x', secret: 'a\r\nX-Injected: 1', comesTo: 'delivered' },
    { name: 'has a header in its URL', url: '@ORIGIN@/x%0d%0aX-Injected:%201', comesTo: 'delivered' },
  ],
};
