// Makes a test of each vector of native code: its calls become a library that FFmpeg finds in its own root, and loads.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { programsFolder } from '../../test/support/programs.ts';
import type { CommandVector, Family, NativeArgument, NativeCall, NativeVector } from '../vector.ts';
import type { Battlefield } from './battlefield.ts';
import { type Argument, type Call, makeNativeLibrary, reportOf } from './native-library.ts';
import { assertContained } from './test-commands.ts';

/** A programs folder whose root has room for libraries of an attacker's, everything else linked from the real one. */
export interface CaptiveRoot extends AsyncDisposable {
  readonly programsFolder: string;
  /** Puts a library where FFmpeg looks for it by name. */
  plant(name: string, library: Buffer): Promise<void>;
}

export async function makeCaptiveRoot(): Promise<CaptiveRoot> {
  // Beside the real one, for links of the hard kind do not leave a file system.
  const folder = await mkdtemp(join(dirname(programsFolder), 'attack-programs-'));
  const real = await realpath(join(programsFolder, 'current'));
  await promisify(execFile)('cp', ['-al', real, join(folder, 'copy')]);
  await symlink('copy', join(folder, 'current'));
  const plugins = join(folder, 'copy/root/usr/lib/ladspa');
  await mkdir(plugins, { recursive: true });
  return {
    programsFolder: folder,
    plant: (name, library) => writeFile(join(plugins, `${name}.so`), library, { mode: 0o755 }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

export function testNativeCode(
  families: readonly Family<NativeVector>[],
  field: () => Battlefield,
  root: () => CaptiveRoot,
): void {
  const skip = process.arch === 'x64' ? false : 'the calls have the numbers of x86-64';
  for (const { name, vectors } of families) {
    describe(name, { concurrency: 2, skip }, () => {
      for (const [index, vector] of vectors.entries()) {
        test(vector.name, async () => {
          const plugin = `attack-${index}`;
          const { canaries } = field();
          const toCall = ({ call, args }: NativeCall): Call => ({
            name: call,
            args: args.map((argument) => toArgument(argument, canaries.fill)),
          });
          const { calls, forever = [] } = vector;
          await root().plant(plugin, makeNativeLibrary({ calls: calls.map(toCall), forever: forever.map(toCall) }));
          const evidence = await assertContained(field(), commandOf(vector, plugin));
          assertCalls(vector.calls, evidence);
          assert.deepEqual(await canaries.touched(), []);
        });
      }
    });
  }
}

function commandOf({ name, maxRunSeconds, ends }: NativeVector, plugin: string): CommandVector {
  return {
    name,
    command: `-f lavfi -i sine=d=0.1 -af ladspa=file=${plugin}:plugin=x -f wav {{out_a}}`,
    outputs: { out_a: 'out.wav' },
    ...(maxRunSeconds === undefined ? {} : { maxRunSeconds }),
    ...(ends === undefined ? {} : { ends }),
  };
}

/** Each call has been made, and gave what was foreseen: the log says so, and an attack that never ran proves nothing. */
function assertCalls(calls: readonly NativeCall[], evidence: string): void {
  for (const { call, gives } of calls) {
    if (gives === undefined) continue;
    if (gives === 'ok') assert.match(evidence, new RegExp(`${call}=0`), evidence.slice(0, 3000));
    else assert.ok(evidence.includes(reportOf(call, gives)), `${reportOf(call, gives)}: ${evidence.slice(0, 3000)}`);
  }
}

function toArgument(argument: NativeArgument, fill: (text: string) => string): Argument {
  if (typeof argument === 'string') return fill(argument);
  if (typeof argument !== 'object' || Buffer.isBuffer(argument)) return argument;
  if ('number' in argument) return Number(fill(argument.number));
  if ('inet' in argument) return addressOf(Number(fill(argument.inet)), argument.host ?? '127.0.0.1');
  if ('unix' in argument) return Buffer.concat([Buffer.from([1, 0]), Buffer.from(fill(argument.unix))]);
  return argument;
}

/** A `sockaddr_in`. */
function addressOf(port: number, host: string): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(2, 0);
  bytes.writeUInt16BE(port, 2);
  Buffer.from(host.split('.').map(Number)).copy(bytes, 4);
  return bytes;
}
