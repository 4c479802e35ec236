// Which addresses, names, ports and redirects the server's outgoing requests refuse.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Lookup } from '../../src/net/guarded-connector.ts';
import { failureOf, startOrigin, tryDownload } from './origin.ts';

describe('addresses', () => {
  it('refuses the loopback address in every notation, without connecting', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end('secret'));
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '017700000001',
      '127.0.0.1.',
      '１２７.0.0.1',
      '127。0。0。1',
      '0',
      '0.0.0.0',
      'localhost',
      'LOCALHOST',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::127.0.0.1]',
      '[64:ff9b:1::127.0.0.1]',
      '[2002:7f00:1::]',
      '[2001:0:7f00:1::]',
    ];
    for (const host of hosts) {
      const tried = await tryDownload(t, { url: `http://${host}:${origin.port}/`, options: { allowCidrs: [] } });
      const { code, message, isFileGone } = failureOf(tried);
      assert.equal(code, 'INPUT_FORBIDDEN', `${host}: ${message}`);
      assert.match(message, /RENDERIO_ALLOW_CIDRS/);
      assert.ok(isFileGone);
    }
    assert.equal(origin.requests.length, 0);
  });

  it('is not led astray by a trailing dot in a name', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end('secret'));
    const tried = await tryDownload(t, { url: `http://localhost.:${origin.port}/`, options: { allowCidrs: [] } });
    // Some resolvers know no such name.
    assert.match(failureOf(tried).code, /^INPUT_(FORBIDDEN|UNREACHABLE)$/);
    assert.equal(origin.requests.length, 0);
  });

  it('reaches what the operator allows, also by name', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end('media'));
    for (const host of ['127.0.0.1', 'localhost', '2130706433']) {
      const { result, file } = await tryDownload(t, { url: `http://${host}:${origin.port}/a.mp4` });
      assert.ok(result.ok, host);
      assert.equal(file?.toString(), 'media');
    }
  });

  it('allows only the ranges that were named', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end('media'));
    const tried = await tryDownload(t, { url: origin.url, options: { allowCidrs: ['127.0.0.2/32', '10.0.0.0/8'] } });
    assert.equal(failureOf(tried).code, 'INPUT_FORBIDDEN');
    assert.equal(origin.requests.length, 0);
  });

  it('names a host that does not exist', async (t) => {
    const { code, message } = failureOf(await tryDownload(t, { url: 'http://no-such-host.invalid/a.mp4' }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /^http:\/\/no-such-host\.invalid\/a\.mp4 could not be fetched: its host name/);
  });
});

describe('names', () => {
  /** Answers one list after the other, and the last from then on. */
  function resolveTo(...answers: string[][]): { lookup: Lookup; names: string[] } {
    const names: string[] = [];
    return {
      names,
      lookup: (hostname, _options, callback) => {
        const answer = answers[Math.min(names.length, answers.length - 1)] ?? [];
        names.push(hostname);
        const addresses = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        setImmediate(() => {
          callback(null, addresses);
        });
      },
    };
  }
  const allowCidrs = ['127.0.0.1/32'];

  it('are looked up once a connection, and the address that was judged is the one that is dialled', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end('media'));
    const { lookup, names } = resolveTo(['127.0.0.1'], ['127.0.0.2']);
    const url = `http://rebinding.example:${origin.port}/a.mp4`;
    assert.ok((await tryDownload(t, { url, options: { allowCidrs, lookup } })).result.ok);
    assert.deepEqual(names, ['rebinding.example'], 'a second look would be one that nobody judged');
    assert.equal(origin.requests[0]?.socket.localAddress, '127.0.0.1');
    assert.equal(failureOf(await tryDownload(t, { url, options: { allowCidrs, lookup } })).code, 'INPUT_FORBIDDEN');
    assert.equal(origin.requests.length, 1);
  });

  it('that change while a redirect or another try is under way are judged again', async (t) => {
    for (const status of [302, 503]) {
      const origin = await startOrigin(t, (_, response) => {
        response.writeHead(status, { location: '/again', connection: 'close' }).end();
      });
      const { lookup } = resolveTo(['127.0.0.1'], ['169.254.169.254']);
      const url = `http://rebinding.example:${origin.port}/a.mp4`;
      const tried = await tryDownload(t, { url, options: { allowCidrs, lookup } });
      assert.equal(failureOf(tried).code, 'INPUT_FORBIDDEN', String(status));
      assert.equal(origin.requests.length, 1);
    }
  });

  it('with a public and a private address are dialled at the public one alone', async (t) => {
    const inner = await startOrigin(t, (_, response) => response.end('secret'));
    const { lookup } = resolveTo(['127.0.0.2', '::1', '::ffff:127.0.0.1', '127.0.0.3']);
    const url = `http://both.example:${inner.port}/`;
    const options = { allowCidrs: ['127.0.0.3/32'], lookup, maxTries: 1 };
    assert.equal(failureOf(await tryDownload(t, { url, options })).code, 'INPUT_UNREACHABLE');
    assert.equal(inner.requests.length, 0);
  });

  it('and addresses are asked directly, whatever proxy the environment names', async (t) => {
    const proxy = await startOrigin(t, (_, response) => response.end('proxied'));
    const origin = await startOrigin(t, (_, response) => response.end('media'));
    const { env } = process;
    t.after(() => {
      process.env = env;
    });
    const names = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];
    const proxied = Object.fromEntries(names.map((name) => [name, proxy.url]));
    process.env = { ...env, ...proxied, NODE_USE_ENV_PROXY: '1' };
    const { file } = await tryDownload(t, { url: `${origin.url}/a.mp4` });
    assert.equal(file?.toString(), 'media');
    assert.equal(proxy.requests.length, 0);
  });
});

describe('URLs', () => {
  it('refuses other schemes and the ports of other services', async (t) => {
    const refused = [
      'ftp://127.0.0.1/a',
      'file:///etc/passwd',
      'data:text/plain,a',
      'http://127.0.0.1:22/',
      'http://127.0.0.1:25/',
    ];
    for (const url of [...refused, 'gopher://127.0.0.1/', 'not a url', '//127.0.0.1/', '']) {
      assert.equal(failureOf(await tryDownload(t, { url })).code, 'INPUT_FORBIDDEN', url);
    }
  });

  it('says TLS failed when there is none', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end('media'));
    const { code, message } = failureOf(await tryDownload(t, { url: `https://127.0.0.1:${origin.port}/a.mp4` }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /TLS failed/);
  });

  it('sends the user info of a URL as Basic credentials, and shows neither it nor the query', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const isKnown = request.headers.authorization === `Basic ${Buffer.from('me:p@ss wörd').toString('base64')}`;
      response.writeHead(isKnown ? 404 : 401).end();
    });
    const url = `http://me:p%40ss%20w%C3%B6rd@127.0.0.1:${origin.port}/a.mp4?signature=secret`;
    const { message } = failureOf(await tryDownload(t, { url }));
    assert.match(message, /answered 404 Not Found/);
    assert.doesNotMatch(message, /me:|p%40ss|secret/);
  });
});

describe('redirects', () => {
  it('are followed, five at most', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('media');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const { result } = await tryDownload(t, { url: `${origin.url}/5` });
    assert.ok(result.ok);
    assert.equal(result.finalUrl, `${origin.url}/0`);
    const { code, message } = failureOf(await tryDownload(t, { url: `${origin.url}/6` }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /redirects more than 5 times/);
  });

  it('in a loop end', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.writeHead(307, { location: '/' }).end());
    assert.equal(failureOf(await tryDownload(t, { url: origin.url })).code, 'INPUT_UNREACHABLE');
    assert.equal(origin.requests.length, 6);
  });

  it('to a private address are refused, and it is not asked', async (t) => {
    const inner = await startOrigin(t, (_, response) => response.end('secret'));
    const locations = [
      `http://127.0.0.2:${inner.port}/`,
      `http://[::1]:${inner.port}/`,
      `http://[::ffff:127.0.0.2]:${inner.port}/`,
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/',
      'file:///etc/passwd',
      'http://127.0.0.1:6000/',
    ];
    for (const location of locations) {
      const origin = await startOrigin(t, (_, response) => response.writeHead(302, { location }).end());
      const tried = await tryDownload(t, { url: origin.url, options: { allowCidrs: ['127.0.0.1/32'] } });
      assert.equal(failureOf(tried).code, 'INPUT_FORBIDDEN', location);
    }
    assert.equal(inner.requests.length, 0);
  });

  it('take credentials along to the same origin only', async (t) => {
    const other = await startOrigin(t, (_, response) => response.end('media'));
    const origin = await startOrigin(t, (request, response) => {
      const location = request.url === '/' ? '/same' : `${other.url}/a`;
      response.writeHead(302, { location }).end();
    });
    assert.ok((await tryDownload(t, { url: `http://me:secret@127.0.0.1:${origin.port}/` })).result.ok);
    const seen = [...origin.requests, ...other.requests].map(({ headers }) => headers.authorization !== undefined);
    assert.deepEqual(seen, [true, true, false]);
  });

  it('without a location are an answer like any other', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.writeHead(302).end());
    assert.match(failureOf(await tryDownload(t, { url: origin.url })).message, /answered 302 Found/);
  });
});
