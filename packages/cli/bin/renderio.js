#!/usr/bin/env node
// The `renderio` command: the built program where there is one, as when published, else its sources on Node 24.
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/src/main.js', import.meta.url);
const source = new URL('../src/main.ts', import.meta.url);

if (existsSync(built)) {
  await import(built.href);
} else if ('typescript' in process.features && process.features.typescript !== false) {
  await import(source.href);
} else {
  process.stderr.write(
    `Node ${process.version} cannot run the sources of renderio: use Node 24, or build the program with \`npm run build:npm\`.\n`,
  );
  process.exitCode = 1;
}
