// What opens a URL, in whatever text it is quoted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskCredentials } from './mask-credentials.ts';

test('user info and signatures become ***, and everything else stays', () => {
  const cases = {
    'https://user:password@host/a': 'https://***@host/a',
    "from 'ftp://user@host/a':": "from 'ftp://***@host/a':",
    'movie=http\\://a\\:b@host/x': 'movie=http\\://***@host/x',
    '//a:b@c:d@host, https://x:y@z': '//***@host, https://***@z',
    'https://host/a?X-Amz-Credential=a%2Fb&X-Amz-Date=1&X-Amz-Signature=c':
      'https://host/a?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=***',
    'https://host/a?sv=1&sig=abc%3D at line 1': 'https://host/a?sv=1&sig=*** at line 1',
    'https://host/a?AWSAccessKeyId=a&Signature=b&Expires=1':
      'https://host/a?AWSAccessKeyId=***&Signature=***&Expires=1',
    'https://host/a?access_token=abc#x': 'https://host/a?access_token=***#x',
    'https://host/@path?who=a:b@c&v=1': 'https://host/@path?who=a:b@c&v=1',
    'x264 [info]: profile High, key=1': 'x264 [info]: profile High, key=1',
    'someone@host // else': 'someone@host // else',
  };
  for (const [text, masked] of Object.entries(cases)) assert.equal(maskCredentials(text), masked, text);
});

test('masking twice is masking once, and takes no longer for texts made to be slow', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('//', '@', '?', '&', 'key', '=', 'a:b', ' ')), (parts) => {
      const once = maskCredentials(parts.join(''));
      assert.equal(maskCredentials(once), once);
    }),
  );
  const startedAt = performance.now();
  for (const part of ['//', '//a', '?key', '&a', '?a=', 'key']) maskCredentials(`//${part.repeat(200_000)}`);
  assert.ok(performance.now() - startedAt < 2000);
});
