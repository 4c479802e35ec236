// A reporter of Node's test runner for machines: one JSON object for each test, so that `npm test` can count, also in a suite that was cut off.
import { relative } from 'node:path';

/**
 * @typedef {object} TestLine
 * @property {'passed' | 'failed' | 'skipped'} outcome
 * @property {string} name
 * @property {string} reason why it was skipped, or what it failed with
 * @property {string} place file and line
 */

/** What a person reads of a failure before opening the file. */
const KEPT_LINES = 12;
const KEPT_CHARACTERS = 1_500;

/**
 * @param {Parameters<typeof import('node:test/reporters').tap>[0]} events
 * @returns {AsyncGenerator<string, void>}
 */
async function* countTests(events) {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { name, skip, todo, details, file = '', line: row = 0 } = event.data;
    // A `describe` is no test: those inside it are counted.
    if (details.type === 'suite') continue;
    const waived = skip ?? todo;
    /** @type {TestLine} */
    const line = {
      outcome: waived !== undefined ? 'skipped' : event.type === 'test:pass' ? 'passed' : 'failed',
      name,
      reason:
        event.type === 'test:fail' ? describeError(event.data.details.error) : typeof waived === 'string' ? waived : '',
      place: `${relative(process.cwd(), file)}:${row}`,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}

/** @param {Error} error the runner's own, around what the test threw */
function describeError({ message, cause }) {
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : message;
  const lines = text.slice(0, KEPT_CHARACTERS).split('\n');
  const telling = lines.filter((line) => !/^ +at .*\bnode:/.test(line));
  return telling.slice(0, KEPT_LINES).join('\n');
}

// The runner takes a reporter by this name only.
export { countTests as default };
