// The line never wraps, however narrow the terminal and however long a name.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { createStatusLine } from './status-line.ts';
import { createTerminal } from './terminal.ts';

function linesAt(columns: number, draw: (status: ReturnType<typeof createStatusLine>) => void): string[] {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns });
  const streams = { stdin: stream, stdout: stream, stderr: stream };
  draw(createStatusLine(createTerminal(streams, { TERM: 'xterm' }, {})));
  return stripVTControlCharacters(String(stream.read()))
    .split('\r')
    .filter((line) => line !== '');
}

test('a transfer fits into the terminal, with a bar where there is room for one', () => {
  const name = `${'a very long name of a clip '.repeat(4)}.mov`;
  for (const columns of [10, 20, 40, 80, 200]) {
    const [said = '', transfer = '', ...more] = linesAt(columns, (status) => {
      status.say(name.repeat(3));
      status.showTransfer(name, 123_456_789, 400_000_000);
    });
    assert.deepEqual(more, []);
    for (const line of [said, transfer]) assert.ok(line.length < columns, `${line.length} of ${columns}: ${line}`);
    assert.equal(transfer.includes('━'), columns >= 80, transfer);
    assert.match(transfer, /30%/);
  }
});
