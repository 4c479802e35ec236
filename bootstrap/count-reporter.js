// A reporter of Node's test runner for machines: one JSON object for each test, so that `npm test` can count, also in a suite that was cut off.

/**
 * @typedef {object} TestLine
 * @property {'passed' | 'failed' | 'skipped'} outcome
 * @property {string} name
 * @property {string} reason why it was skipped
 */

/**
 * @param {Parameters<typeof import('node:test/reporters').tap>[0]} events
 * @returns {AsyncGenerator<string, void>}
 */
async function* countTests(events) {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { name, skip, todo, details } = event.data;
    // A `describe` is no test: those inside it are counted.
    if (details.type === 'suite') continue;
    const waived = skip ?? todo;
    /** @type {TestLine} */
    const line = {
      outcome: waived !== undefined ? 'skipped' : event.type === 'test:pass' ? 'passed' : 'failed',
      name,
      reason: typeof waived === 'string' ? waived : '',
    };
    yield `${JSON.stringify(line)}\n`;
  }
}

// The runner takes a reporter by this name only.
export { countTests as default };
