// `npm test`: installs everything, makes FFmpeg ready, runs the suites one after the other and adds up what they said.
//
//   node bootstrap/test.js [SUITE] [FILE…] [OPTION OF NODE'S TEST RUNNER…]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { explainAndExit } from './explain-and-exit.js';
import { BootstrapError, installPackages, repository } from './install-packages.js';
import { findNode24 } from './node24.js';
import { prepareBrowser } from './prepare-browser.js';
import { suites } from './suites.js';

/** @typedef {import('./suites.js').Suite} Suite */
/** @typedef {import('./count-reporter.js').TestLine} TestLine */

/** Time for the runner to say which tests it was in, before it is killed. */
const GRACE_MS = 5_000;

try {
  await testAll(process.argv.slice(2));
} catch (error) {
  explainAndExit(error);
}

/** @param {string[]} args */
async function testAll(args) {
  const only = suites.find(({ name }) => name === args[0]);
  const rest = only ? args.slice(1) : args;
  const files = rest.filter((arg) => !arg.startsWith('-'));
  const runnerOptions = rest.filter((arg) => arg.startsWith('-'));
  if (!only && files.length > 0) {
    throw new BootstrapError(`Name a suite before files: ${suites.map(({ name }) => name).join(', ')}.`);
  }
  const chosen = only ? [only] : suites.filter(({ isByHand }) => isByHand !== true);

  await installPackages('all');
  const node24 = findNode24();
  if (chosen.some(({ needsFfmpeg }) => needsFfmpeg)) await prepareFfmpeg(node24);
  if (chosen.some(({ needsBrowser }) => needsBrowser)) prepareBrowser();

  /** @type {(TestLine & { suite: string })[]} */
  const lines = [];
  /** @type {string[]} */
  const troubles = [];
  for (const suite of chosen) {
    const narrowed = files.length > 0 ? { ...suite, files } : suite;
    const { tests, trouble } = await runSuite(node24, narrowed, runnerOptions);
    lines.push(...tests.map((test) => ({ ...test, suite: suite.name })));
    if (trouble !== undefined) troubles.push(trouble);
    // With options such as --test-name-pattern a suite may have nothing to do; all of them together may not.
    else if (tests.length === 0 && runnerOptions.length === 0) troubles.push(`suite ${suite.name} has no tests.`);
  }
  if (lines.length === 0 && troubles.length === 0) troubles.push('no test has run.');
  report(lines, troubles);
}

/**
 * @param {(TestLine & { suite: string })[]} lines
 * @param {string[]} troubles what failed that is no test; each counts as one, so that the last line never looks good
 */
function report(lines, troubles) {
  const [passed, failed, skipped] = /** @type {const} */ (['passed', 'failed', 'skipped']).map((outcome) =>
    lines.filter((line) => line.outcome === outcome),
  );
  if (!passed || !failed || !skipped) return;
  for (const { suite, name, reason } of skipped) process.stdout.write(`skipped: ${suite}: ${name} (${reason})\n`);
  // Once more at the end, where whoever has the closing lines alone still learns why.
  for (const { suite, name, place, reason } of failed) {
    process.stdout.write(`failed: ${suite}: ${name} (${place})\n${reason.replaceAll(/^/gm, '    ')}\n`);
  }
  for (const trouble of troubles) process.stdout.write(`failed: ${trouble}\n`);
  const failures = failed.length + troubles.length;
  process.stdout.write(`${passed.length} passed, ${failures} failed, ${skipped.length} skipped\n`);
  process.exitCode = failures > 0 ? 1 : 0;
}

/** @param {string} node24 */
async function prepareFfmpeg(node24) {
  const entry = join(repository, 'packages/server/src/provision/main.ts');
  const code = await endOf(spawn(node24, [entry], { stdio: ['ignore', 'ignore', 'inherit'] }));
  // It has said why.
  if (code !== 0) process.exit(1);
}

/**
 * @param {string} node24
 * @param {Suite} suite
 * @param {string[]} runnerOptions
 * @returns {Promise<{ tests: TestLine[], trouble: string | undefined }>}
 */
async function runSuite(node24, { name, entry = '--test', files, concurrency, budgetMs }, runnerOptions) {
  process.stdout.write(`\n${name}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'renderio-test-'));
  const countPath = join(folder, 'tests.jsonl');
  const command = [
    // The suite ends when this process is killed.
    ...['--pdeathsig', 'TERM', '--', node24, entry, `--test-concurrency=${concurrency}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...[
      `--test-reporter=${join(repository, 'bootstrap/count-reporter.js')}`,
      `--test-reporter-destination=${countPath}`,
    ],
    ...runnerOptions,
    ...files,
  ];
  // A group of its own: when the budget is spent, the test files end together with the runner.
  const runner = spawn('setpriv', command, {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const endGroup = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (runner.pid !== undefined) process.kill(-runner.pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  };
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    endGroup('SIGTERM');
  };
  const stopSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of stopSignals) process.on(signal, stop);
  const overBudget = new AbortController();
  const budget = setTimeout(() => {
    overBudget.abort();
    endGroup('SIGTERM');
  }, budgetMs);
  const patience = setTimeout(endGroup, budgetMs + GRACE_MS, 'SIGKILL');
  const code = await endOf(runner);
  clearTimeout(budget);
  clearTimeout(patience);
  // Test files outlive a runner that was ended.
  endGroup('SIGKILL');
  for (const signal of stopSignals) process.off(signal, stop);

  const tests = readTests(countPath);
  rmSync(folder, { recursive: true });
  if (stopping.signal.aborted) throw new BootstrapError('Stopped.');
  if (overBudget.signal.aborted)
    return { tests, trouble: `suite ${name} took longer than its ${budgetMs / 1000} s and was ended.` };
  const isExplained = code === 0 || tests.some(({ outcome }) => outcome === 'failed');
  return { tests, trouble: isExplained ? undefined : `suite ${name} ended with ${code ?? 'a signal'}.` };
}

/**
 * @param {string} path
 * @returns {TestLine[]}
 */
function readTests(path) {
  const lines = readFileSync(path, { encoding: 'utf8', flag: 'a+' }).split('\n');
  return lines.filter((line) => line.endsWith('}')).map(parseTest);
}

/**
 * @param {string} line
 * @returns {TestLine}
 */
function parseTest(line) {
  /** @type {unknown} */
  const parsed = JSON.parse(line);
  return /** @type {TestLine} */ (parsed);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | null>}
 */
function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
