// Whether what a page shows as an answer is what was answered, as far as that can be the same twice.
import assert from 'node:assert/strict';

const idPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Every field that is shown must be there, in the same kind. Strings and whole numbers must be the same; ids, fractions
 * and strings with an ellipsis are other ones every time. An ellipsis at the end of an object or list stands for more.
 */
export function assertShown(shown: string, actual: unknown): void {
  assertSame(JSON.parse(shown.replace(/,?\s*…(?=\s*[}\]])/g, '')), actual, 'the answer');
}

function assertSame(shown: unknown, actual: unknown, place: string): void {
  if (Array.isArray(shown)) {
    assert.ok(Array.isArray(actual), `${place} is no list`);
    for (const [index, each] of shown.entries()) assertSame(each, actual[index], `${place}[${index}]`);
  } else if (typeof shown === 'object' && shown !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, `${place} is no object`);
    for (const [key, value] of Object.entries(shown)) {
      assert.ok(key in actual, `${place} has no ${key}, but ${Object.keys(actual).join(', ')}`);
      assertSame(value, (actual as Record<string, unknown>)[key], `${place}.${key}`);
    }
  } else if (isAnotherEachTime(shown)) assert.equal(typeof actual, typeof shown, place);
  else assert.equal(actual, shown, place);
}

function isAnotherEachTime(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('…') || idPattern.test(value);
  return typeof value === 'number' && !Number.isInteger(value);
}
