// Which addresses, names, ports and redirects the server's outgoing requests refuse.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
