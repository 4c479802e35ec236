// Attacks that have the server itself fetch from inside: every notation of an address, redirects, odd schemes and ports.
import type { CommandVector, Family } from '../vector.ts';

const inside = ['INPUT_FORBIDDEN'] as const;
/** Where a resolver may know no such name, and a parser no such host. */
const insideOrNowhere = ['INPUT_FORBIDDEN', 'INPUT_UNREACHABLE'] as const;

function fetching(name: string, url: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name,
    inputs: { in_a: url },
    command: '-f u8 -ar 8000 -i {{in_a}} -c copy -f u8 {{out_a}}',
    ends: inside,
    ...more,
  };
}

const loopbacks: readonly string[] = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0',
  '0.0.0.0',
  '127.0.0.1.',
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
];

const inner: readonly string[] = [
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];

const redirect = (status: number, to: string): string => `@ORIGIN@/redirect/${status}?${to}`;

export const addresses: Family<CommandVector> = {
  name: 'addresses',
  vectors: [
    ...loopbacks.map((host) =>
      fetching(`fetches from loopback as ${host}`, `http://${host}:@PORT@/`, {
        ends: insideOrNowhere,
        ...(/^(127\.0\.0\.1|\[::ffff:7f00:1\]|0x7f\.1)$/.test(host) ? { isRepresentative: true as const } : {}),
      }),
    ),
    ...inner.map((host) => fetching(`fetches from ${host}`, `http://${host}/latest/meta-data/`)),
    fetching('fetches by TLS from loopback', 'https://127.0.0.1:@PORT@/'),
    fetching('fetches as a user of loopback', 'http://user:pass@127.0.0.1:@PORT@/'),
    fetching('fetches from loopback behind a user that looks like a host', 'http://example.com@127.0.0.1:@PORT@/'),
    fetching('fetches from loopback behind a backslash', 'http:\\\\127.0.0.1:@PORT@\\', { ends: insideOrNowhere }),
    fetching('fetches from loopback behind a hash', 'http://127.0.0.1:@PORT@#@example.com/'),
    fetching('fetches from loopback with a tab in its scheme', 'ht\ttp://127.0.0.1:@PORT@/', { ends: insideOrNowhere }),
    fetching('fetches from loopback in capitals', 'HTTP://127.0.0.1:@PORT@/'),
    fetching('fetches from loopback with a zone', 'http://[fe80::1%25lo]:@PORT@/', { invalid: 'in_a' }),
    fetching("fetches from the server's own API", 'http://127.0.0.1:80/health'),
    ...[22, 25, 6379, 5432, 11_211].map((port) =>
      fetching(`fetches from port ${port}`, `http://127.0.0.2:${port}/`, { ends: insideOrNowhere }),
    ),
    ...[301, 302, 303, 307, 308].map((status) =>
      fetching(`is sent to loopback by ${status}`, redirect(status, 'http://127.0.0.1:@PORT@/'), {
        ...(status === 302 ? { isRepresentative: true as const } : {}),
      }),
    ),
    fetching('is sent to loopback by IPv6', redirect(302, 'http://[::ffff:127.0.0.1]:@PORT@/')),
    fetching('is sent to loopback by a name', redirect(302, 'http://localhost:@PORT@/')),
    fetching('is sent to loopback without a scheme', redirect(302, '//127.0.0.1:@PORT@/')),
    fetching('is sent to loopback in two steps', redirect(302, '/redirect/302?http://127.0.0.1:@PORT@/')),
    fetching('is sent to the metadata service', redirect(302, 'http://169.254.169.254/')),
    fetching('is sent to a file', redirect(302, 'file://@HOST_FILE@'), { ends: insideOrNowhere }),
    fetching('is sent to a data: URL', redirect(302, 'data:text/plain,x'), { ends: insideOrNowhere }),
    fetching('is sent to FTP', redirect(302, 'ftp://127.0.0.1:@PORT@/'), { ends: insideOrNowhere }),
    fetching('is sent to a port that is not for HTTP', redirect(302, 'http://127.0.0.2:25/'), {
      ends: insideOrNowhere,
    }),
    fetching('is sent round and round', '@ORIGIN@/loop', { ends: insideOrNowhere }),
    fetching('names a host that leads to loopback', 'http://loopback.attack.test:@PORT@/', { isRepresentative: true }),
    fetching('names a host that leads to loopback by IPv6', 'http://loopback6.attack.test:@PORT@/'),
    fetching('names a host that leads to a mapped address', 'http://mapped.attack.test:@PORT@/'),
    fetching('names a host that leads to the metadata service', 'http://metadata.attack.test/'),
    fetching('names a host that leads to two places', 'http://both.attack.test:@ORIGIN_PORT@/x', { ends: ['SUCCESS'] }),
    fetching(
      'names a host that leads elsewhere after a redirect',
      'http://redirected.attack.test:@ORIGIN_PORT@/redirect/302?http://redirected.attack.test:@ORIGIN_PORT@/x',
      { isRepresentative: true },
    ),
    fetching(
      'names a host that leads elsewhere when its answer broke off',
      'http://resumed.attack.test:@ORIGIN_PORT@/break',
      { ends: ['INPUT_FORBIDDEN', 'INPUT_TRUNCATED'] },
    ),
    ...[
      'file://@HOST_FILE@',
      'file:@HOST_FILE@',
      '@HOST_FILE@',
      '../../../etc/passwd',
      'ftp://127.0.0.1:@PORT@/x',
      'gopher://127.0.0.1:@PORT@/_x',
      'dict://127.0.0.1:@PORT@/x',
      'ldap://127.0.0.1:@PORT@/x',
      'data:text/plain,x',
      'javascript:alert(1)',
      'blob:http://127.0.0.1/x',
      'tcp://127.0.0.1:@PORT@',
      'concat:@HOST_FILE@',
      'unix:@SOCKET@',
      'pipe:0',
      '//127.0.0.1:@PORT@/',
      'http://',
      'http://127.0.0.1:99999/',
      'http://[::1',
      'http://a b/',
    ].map((url) =>
      fetching(`names ${url} as an input`, url, {
        invalid: 'in_a',
        ...(url === 'file://@HOST_FILE@' ? { isRepresentative: true as const } : {}),
      }),
    ),
    fetching('names no host but a path', 'http:///127.0.0.1:@PORT@/', { ends: insideOrNowhere }),
    fetching('has a line in its URL', '@ORIGIN@/a\r\nX-Injected: 1', {
      ends: ['SUCCESS', 'INPUT_UNREACHABLE', 'FFMPEG_FAILED'],
    }),
    fetching('has a NUL in its URL', '@ORIGIN@/a\u0000b', { invalid: 'NUL' }),
    fetching('has a URL longer than any', `@ORIGIN@/${'a'.repeat(9000)}`, { invalid: '8,192' }),
    fetching('names an extension that would be a path', '@ORIGIN@/a.mp4%2f..%2f..%2fx', {
      ends: ['SUCCESS', 'FFMPEG_FAILED', 'INPUT_UNREACHABLE'],
    }),
    fetching('names an extension that would be an option', '@ORIGIN@/a.-y', {
      ends: ['SUCCESS', 'FFMPEG_FAILED', 'INPUT_UNREACHABLE'],
    }),
  ],
};
