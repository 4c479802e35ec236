// The suites of `npm test`: what belongs to each, what it needs, and how long it may take.

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string[]} files globs from the repository's root
 * @property {boolean} needsFfmpeg whether the private FFmpeg must be there
 * @property {number} concurrency test files at the same time
 * @property {number} budgetMs a suite that takes longer is ended and has failed
 */

/** @type {readonly Suite[]} */
export const suites = [
  {
    name: 'unit',
    files: ['packages/*/src/**/*.test.ts'],
    needsFfmpeg: false,
    concurrency: 2,
    budgetMs: 60_000,
  },
  {
    name: 'integration',
    files: ['packages/server/test/**/*.test.ts'],
    needsFfmpeg: true,
    // Each file has a PostgreSQL, FFmpeg and deadlines of its own: more than the cores would starve them.
    concurrency: 2,
    budgetMs: 600_000,
  },
];
