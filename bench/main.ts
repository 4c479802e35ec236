// `npm run bench -- NAME`: measurements as ratios against a named thing in the same run.
import { benchFirstPage } from './first-page.ts';
import { benchOverhead } from './overhead.ts';
import { benchSandbox } from './sandbox.ts';
import { benchSubmit } from './submit.ts';

const benches: Record<string, (runs?: number) => Promise<void>> = {
  'first-page': benchFirstPage,
  overhead: benchOverhead,
  sandbox: benchSandbox,
  submit: benchSubmit,
};

const [name = '', count] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(`Usage: npm run bench -- NAME [RUNS]\nNames: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
await bench(count === undefined ? undefined : Number(count));
