// Executes blocks of pages, each by its language, on a stage of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { circumstancesOf } from './circumstances.ts';
import { assertShown } from './compare-shown.ts';
import { reasonToLeaveOut } from './pages.ts';
import type { Block } from './read-blocks.ts';
import { openStage, type Stage } from './stage.ts';

export function tryBlocks(blocks: readonly Block[]): void {
  describe('examples', { concurrency: 2 }, () => {
    let stage: Stage;
    before(async () => {
      stage = await openStage();
    });
    after(async () => {
      await stage[Symbol.asyncDispose]();
    });
    for (const block of blocks) {
      if (reasonToLeaveOut(block) !== undefined) continue;
      test(`${block.page}:${block.line}, ${block.heading}`, { skip: missingProgram(block) }, () =>
        tryBlock(block, stage),
      );
    }
  });
}

/** Programs that pages call beside the shell's own and ours. */
const programs = ['curl', 'jq'];

function missingProgram({ language, text }: Block): string | false {
  if (language !== 'sh') return false;
  const needed = programs.filter((name) => new RegExp(`(^|[|(]) *${name} `, 'm').test(text));
  const missing = needed.filter((name) => spawnSync(name, ['--version']).error !== undefined);
  return missing.length > 0 && `There is no ${missing.join(', ')}.`;
}

async function tryBlock(block: Block, stage: Stage): Promise<void> {
  const text = await stage.prepare(block.text);
  switch (block.language) {
    case 'sh': {
      const printed = await stage.run(['bash', '--norc', '-eu', '-o', 'pipefail', '-c', text]);
      if (block.output !== null) assertShown(block.output, lastJsonOf(printed));
      return;
    }
    case 'ts':
    case 'js': {
      const { before: lines = '', prints } = circumstancesOf(block);
      const name = `example.${block.language}`;
      const printed = await stage.run([process.execPath, name], {
        'package.json': '{"type": "module"}',
        [name]: `${await stage.prepare(lines)}\n${text}`,
      });
      if (prints !== undefined) assert.match(printed, prints);
      return;
    }
    case 'json':
      await tryJson(JSON.parse(text), stage);
      return;
    case 'sql':
      // As it stands, but for a role that is there already.
      await stage.server.database.query(text.replaceAll('renderio_tenant', 'renderio_example'));
      return;
    default:
      assert.fail(`Nothing here executes ${block.language}: teach it, or list the block with its reason in pages.ts.`);
  }
}

/** The last of what may be several, one behind the other. */
function lastJsonOf(printed: string): unknown {
  for (let at = printed.indexOf('{'); at !== -1; at = printed.indexOf('{', at + 1)) {
    try {
      return JSON.parse(printed.slice(at)) as unknown;
    } catch {
      // Another one comes behind it.
    }
  }
  assert.fail(`No JSON was printed, but: ${printed}`);
}

interface McpClients {
  readonly mcpServers: Readonly<Record<string, { readonly url: string; readonly headers: Record<string, string> }>>;
}

/** A request, or the configuration of a client: anything else belongs right behind the shell that prints it. */
async function tryJson(value: unknown, { server }: Stage): Promise<void> {
  assert.ok(typeof value === 'object' && value !== null);
  if ('mcpServers' in value) {
    for (const { url, headers } of Object.values((value as McpClients).mcpServers)) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
      assert.match(await response.text(), /run_ffmpeg_command/);
    }
    return;
  }
  assert.ok('input_files' in value, 'JSON is a request, or stands right behind the shell that prints it.');
  const path = 'ffmpeg_commands' in value ? '/run-chained-ffmpeg-commands' : '/run-ffmpeg-command';
  const { status, body } = await server.call<{ command?: { status: string } }>('POST', `${path}?wait=60`, value);
  assert.deepEqual([status, body.command?.status], [200, 'SUCCESS'], JSON.stringify(body));
}
