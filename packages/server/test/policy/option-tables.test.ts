// The policy's tables against the installed FFmpeg: whatever takes a text is refused a path outside of the job, but for what was looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readCommands } from '@renderio/ffmpeg-language';
import { type StringOption, stringOptions } from './string-options.ts';
import { openTracer, type Tracer } from './trace-opens.ts';

let tracer: Tracer;
let options: readonly StringOption[];
before(async () => {
  tracer = await openTracer(new Map());
  options = stringOptions(await tracer.print('-h', 'full'));
});
after(() => tracer.close());

function isAccepted(text: string): boolean {
  return readCommands({ inputKeys: [], outputKeys: [], texts: [text] }).problems.length === 0;
}

/** Texts by their meaning, and formats, which have a table of their own. None opens what it names: see test-full/policy-oracle. */
const textArguments = 'c commands enable f font force_style format_name text timecode value';
const textOptions = `boundary_tag c codec codec_whitelist content_type cookies dump_separator f fifo_format format_whitelist graph
  headers hls_base_url ice_description ice_genre ice_name ice_url map protocol_blacklist protocol_whitelist rc_eq referer
  segment_format segment_list_entry_prefix timecode user_agent utc_timing_url`;

test('there are hundreds of them', () => {
  assert.ok(options.length > 600, `${options.length}`);
});

test('arguments of filters', () => {
  const accepted = options.filter(
    ({ part, name }) => /^\w+$/.test(part) && isAccepted(`-f lavfi -i color -vf ${part}=${name}=/etc/passwd -f null -`),
  );
  assert.deepEqual([...new Set(accepted.map(({ name }) => name))].sort().join(' '), textArguments);
});

test('options of everything else', () => {
  const accepted = options.filter(({ name }) => isAccepted(`-f lavfi -i color -${name} /etc/passwd -f null -`));
  assert.deepEqual([...new Set(accepted.map(({ name }) => name))].sort(), textOptions.split(/\s+/));
});

test('what says of itself that it is a file is no text', () => {
  const files = options.filter(({ help }) => /\bfile ?name|\bpath\b|(?:set|to) .*\bfile\b/i.test(help));
  assert.ok(files.length > 40, `${files.length}`);
  for (const { part, name, help } of files) {
    const graph = /^\w+$/.test(part) ? `${part}=${name}=/etc/passwd` : 'null';
    assert.ok(!isAccepted(`-f lavfi -i color -vf ${graph} -${name} /etc/passwd -f null -`), `${part} ${name}: ${help}`);
  }
});
