// What counts as a URL's user info, in whatever way it is written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskUserInfo } from './mask-user-info.ts';

test('user info becomes ***, and everything else stays', () => {
  const cases = {
    'https://user:password@host/a?b=c#d': 'https://***@host/a?b=c#d',
    'https://user@host/': 'https://***@host/',
    'https://:password@host/': 'https://***@host/',
    'https://a@b:c@d@host/': 'https://***@host/',
    'HTTPS:\\\\user:password@host/': 'https://***@host/',
    'ht\ntps://user:password@host/': 'https://***@host/',
    'https://host/@path?who=a:b@c': 'https://host/@path?who=a:b@c',
    'https://Host/unchanged as it is': 'https://Host/unchanged as it is',
    'mailto:someone@host': 'mailto:someone@host',
    '0198-no-url': '0198-no-url',
  };
  for (const [text, masked] of Object.entries(cases)) assert.equal(maskUserInfo(text), masked, text);
});
