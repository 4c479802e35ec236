// The suites of the tests: what belongs to each, what it needs, and how long it may take.

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string[]} files globs from the repository's root
 * @property {string} [entry] what runs them in place of Node's own runner, and takes its options
 * @property {boolean} needsFfmpeg whether the private FFmpeg must be there
 * @property {boolean} [needsBrowser] whether Chromium should be there
 * @property {number} concurrency test files at the same time
 * @property {number} budgetMs a suite that takes longer is ended and has failed
 * @property {boolean} [isByHand] run only when it is named
 */

const minuteMs = 60_000;

/** @param {string} name @param {string[]} rooms @param {number} minutes @returns {Suite} */
function integration(name, rooms, minutes) {
  return {
    name,
    files: rooms.map((room) => `packages/server/test/${room}/**/*.test.ts`),
    needsFfmpeg: true,
    // Each file has a PostgreSQL, FFmpeg and deadlines of its own: more than the cores would starve them.
    concurrency: 2,
    budgetMs: minutes * minuteMs,
  };
}

/** @type {readonly Suite[]} */
export const suites = [
  {
    name: 'unit',
    files: ['packages/*/src/**/*.test.ts', 'bootstrap/*.test.js', 'deploy/deploy.test.ts'],
    needsFfmpeg: false,
    concurrency: 2,
    budgetMs: minuteMs,
  },
  integration('rooms', ['net', 'storage', 'sandbox', 'programs', 'provision', 'queue'], 3),
  integration('http', ['end-to-end', 'http', 'command-life', 'presets', 'webhooks', 'sdk'], 4),
  integration('no-code', ['agents', 'no-code', 'receivers'], 3),
  integration('hostile', ['limits', 'secrets'], 3),
  integration('policy', ['policy'], 4),
  integration('outcomes', ['outcomes'], 4),
  integration('failure', ['failure'], 3),
  {
    name: 'recipes',
    files: ['recipes/recipes.test.ts'],
    needsFfmpeg: true,
    concurrency: 1,
    budgetMs: 2 * minuteMs,
  },
  {
    name: 'docs',
    files: ['doctest/{names,pages,reading}.test.ts'],
    needsFfmpeg: true,
    needsBrowser: true,
    concurrency: 1,
    budgetMs: 2 * minuteMs,
  },
  {
    name: 'cli',
    files: ['packages/cli/test/*.test.ts'],
    needsFfmpeg: true,
    concurrency: 2,
    budgetMs: 3 * minuteMs,
  },
  {
    name: 'e2e',
    files: ['packages/dashboard/test/*.test.ts'],
    needsFfmpeg: true,
    needsBrowser: true,
    // Each file has a browser beside its server, and both wait more than they work: one after the other takes half as
    // long again.
    concurrency: 2,
    budgetMs: 3 * minuteMs,
  },
  {
    name: 'mcp',
    files: ['packages/mcp/test/*.test.ts'],
    needsFfmpeg: true,
    concurrency: 1,
    budgetMs: minuteMs,
  },
  {
    name: 'compat',
    entry: 'compat/run.ts',
    files: ['compat/*.test.ts'],
    needsFfmpeg: true,
    // They share an account, its lists and its webhook.
    concurrency: 1,
    budgetMs: 2 * minuteMs,
  },
  {
    name: 'attacks-part',
    files: ['packages/server/test-attacks/representative.test.ts'],
    needsFfmpeg: true,
    concurrency: 1,
    budgetMs: 2 * minuteMs,
  },
  {
    name: 'attacks',
    files: ['packages/server/test-attacks/*-*.test.ts'],
    needsFfmpeg: true,
    // Each file is a setting with a server of its own, whose limits are watched in seconds.
    concurrency: 1,
    budgetMs: 30 * minuteMs,
    isByHand: true,
  },
  {
    name: 'full',
    files: [
      'packages/server/test-full/**/*.test.ts',
      'packages/dashboard/test-full/*.test.ts',
      'packages/mcp/test-full/*.test.ts',
      'recipes/every-recipe.test.ts',
      'deploy/image.test.ts',
      'doctest/every-*.test.ts',
    ],
    needsFfmpeg: true,
    needsBrowser: true,
    concurrency: 2,
    budgetMs: 30 * minuteMs,
    isByHand: true,
  },
];
