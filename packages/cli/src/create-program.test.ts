// Nobody is left without an example.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type { Command } from 'commander';
import { createProgram } from './create-program.ts';

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

test('the help of every command has an example', () => {
  const stdout = new PassThrough();
  const program = createProgram({
    env: {},
    folder: '/',
    streams: { stdin: new PassThrough(), stdout, stderr: stdout },
  });
  const leaves = leavesOf(program);
  assert.ok(leaves.length > 30);
  for (const command of leaves) {
    command.outputHelp();
    assert.match(String(stdout.read()), /^Examples:\n {2}\$ .*renderio/m, command.name());
  }
});
