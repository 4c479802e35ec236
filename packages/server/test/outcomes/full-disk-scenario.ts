// A server on small disks of its own that fill up: run by `full-disk.test.ts` in a mount namespace, prints what came of each command.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { makeVideo } from '../support/media.ts';
import { startFileHost } from '../support/origin.ts';
import { type CommandRequest, startTestServer, until } from '../support/server.ts';

const run = promisify(execFile);
const mebibyte = 1024 ** 2;
/** What the sandbox wants to stay free (`reserveBytes`). */
const reserveBytes = 256 * mebibyte;

const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-full-'));
const scratch = join(dataFolder, 'scratch');
const objects = join(dataFolder, 'objects');

async function usedBytes(folder: string): Promise<number> {
  const { blocks, bfree, bsize } = await statfs(folder);
  return (blocks - bfree) * bsize;
}

/** Leaves this much room. */
async function leave(folder: string, bytes: number): Promise<void> {
  await run('mount', ['-o', `remount,size=${(await usedBytes(folder)) + bytes}`, folder]);
}

async function leaveFiles(folder: string, count: number): Promise<void> {
  const { files, ffree } = await statfs(folder);
  await run('mount', ['-o', `remount,nr_inodes=${files - ffree + count}`, folder]);
}

for (const folder of [scratch, objects]) {
  await mkdir(folder, { mode: 0o700 });
  await run('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=700', 'tmpfs', folder]);
}
const host = await startFileHost();
const server = await startTestServer({ RENDERIO_DATA: dataFolder, RENDERIO_CONCURRENCY: '4' });
const results: Record<string, unknown> = {};
try {
  const large = Buffer.alloc(8 * mebibyte, 1);
  const video = await server.upload('video.mp4', await makeVideo({ seconds: 1 }));
  const samples = await server.upload('samples.pcm', large);
  await server.probed(video);
  await server.probed(samples);
  const copy: CommandRequest = {
    input_files: { in_a: video },
    output_files: { out_a: 'out.mp4' },
    ffmpeg_command: '-i {{in_a}} -c copy {{out_a}}',
  };
  const play = (input: string): CommandRequest => ({
    input_files: { in_a: input },
    output_files: { out_a: 'out.wav' },
    ffmpeg_command: '-f s16le -ar 44100 -ac 2 -i {{in_a}} {{out_a}}',
  });
  const record = async (name: string, request: CommandRequest): Promise<void> => {
    const { status, error_status, error_message } = await server.run(request);
    results[name] = { status, error_status, error_message };
  };
  /** Three commands of another account are at work before the one that fills the disk begins, and after it has ended. */
  const recordNeighbours = async (filler: CommandRequest): Promise<void> => {
    const headers = { 'x-api-key': (await makeKey(server.database)).key };
    const read = async (id: string): Promise<Command> =>
      (await server.call<Command>('GET', `/commands/${id}`, undefined, headers)).body;
    const ids = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const request = {
          input_files: {},
          output_files: { out_a: 'out.mp4' },
          ffmpeg_command: '-re -f lavfi -i testsrc2=s=160x120 -t 4 {{out_a}}',
        };
        const { body } = await server.call<{ command_id: string }>('POST', '/run-ffmpeg-command', request, headers);
        return body.command_id;
      }),
    );
    await until(30_000, 'the neighbours are at work', async () => {
      const commands = await Promise.all(ids.map(read));
      return commands.every(({ progress_detail }) => progress_detail !== null) ? true : null;
    });
    await record('beside three commands of another account', filler);
    const ends = await Promise.all(
      ids.map((id) =>
        until(30_000, 'a neighbour is done', async () => {
          const command = await read(id);
          return command.completed_at === null ? null : command;
        }),
      ),
    );
    for (const [index, { status, error_status, error_message }] of ends.entries()) {
      results[`neighbour ${index + 1}`] = { status, error_status, error_message };
    }
  };
  const makeRoom = async (): Promise<void> => {
    for (const folder of [scratch, objects]) await run('mount', ['-o', 'remount,size=1g,nr_inodes=100000', folder]);
  };

  await leave(scratch, reserveBytes + 16 * mebibyte);
  await record('while FFmpeg writes', {
    input_files: {},
    output_files: { out_a: 'out.yuv' },
    ffmpeg_command: '-f lavfi -i testsrc2=s=1280x720 -t 20 -f rawvideo {{out_a}}',
  });
  await leave(scratch, reserveBytes + 64 * mebibyte);
  await recordNeighbours({
    input_files: {},
    output_files: { out_a: 'out.yuv' },
    ffmpeg_command: '-f lavfi -i testsrc2=s=1280x720 -f rawvideo {{out_a}}',
  });
  await leave(scratch, 4 * mebibyte);
  await record('while an input is fetched', play(host.serve('samples.pcm', large)));
  await record('while an input is copied from storage', play(samples));
  await leave(scratch, 64 * mebibyte);
  await leaveFiles(scratch, 0);
  await record('before anything is there', copy);
  await makeRoom();
  await record('with room again', copy);

  await leave(objects, mebibyte);
  await record('while an output is stored', play(samples));
  const form = new FormData();
  form.set('file', new Blob([large]), 'more.pcm');
  const { status, body } = await server.call('POST', '/files/upload', form);
  results['an upload'] = { status, body };
  await makeRoom();
  await record('with room for outputs again', play(samples));
} finally {
  await Promise.all([server.stop(), host.stop()]);
  for (const folder of [scratch, objects]) await run('umount', [folder]);
  await rm(dataFolder, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(results));
