// Makes a test of each command vector, as the walls that stand demand it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorBody } from '@renderio/contract';
import type { Answer } from '../../test/support/server.ts';
import type { CommandVector, Family } from '../vector.ts';
import type { Battlefield, Walls } from './battlefield.ts';
import { runNeighbours } from './run-neighbours.ts';
import { type Door, doors, gatherEvidence, submitCommand } from './send-command.ts';

/** After its limit it is gone within this. */
const graceSeconds = 5;

/** `field` is asked for when the tests run. Vectors of a family run side by side. */
export function testCommands(families: readonly Family<CommandVector>[], walls: Walls, field: () => Battlefield): void {
  for (const { name, vectors } of families) {
    const chosen = vectors.filter((vector) => walls.box || isRefusable(vector));
    if (chosen.length === 0) continue;
    describe(name, { concurrency: 3 }, () => {
      for (const vector of chosen) test(vector.name, () => attack(field(), vector, walls));
    });
  }
}

/** Where nothing would run, only what must not be accepted is sent. */
function isRefusable({ refuses = null, invalid }: CommandVector): boolean {
  return refuses !== null || invalid !== undefined;
}

/** One by one, each with three ordinary commands of another account beside it, which must succeed. */
export function testExhaustion(
  families: readonly Family<CommandVector>[],
  walls: Walls,
  field: () => Battlefield,
): void {
  for (const { name, vectors } of families) {
    const chosen = vectors.filter((vector) => walls.box || isRefusable(vector));
    if (chosen.length === 0) continue;
    describe(name, () => {
      for (const vector of chosen) {
        test(vector.name, async () => {
          const neighbours = walls.box ? runNeighbours(field()) : Promise.resolve([]);
          await Promise.all([attack(field(), vector, walls), neighbours]);
          assert.deepEqual(
            (await neighbours).filter(({ status }) => status !== 'SUCCESS'),
            [],
            'the neighbour is disturbed',
          );
        });
      }
    });
  }
}

async function attack(field: Battlefield, vector: CommandVector, walls: Walls): Promise<void> {
  const word = vector.invalid ?? (walls.policy ? vector.refuses : null) ?? null;
  if (word === null) await assertContained(field, vector);
  else await assertRefused(field, vector, field.canaries.fill(word), walls.box);
  assert.deepEqual(await field.canaries.touched(), []);
}

/** Where nothing would run, at every door; else at one. */
async function assertRefused(field: Battlefield, vector: CommandVector, word: string, hasBox: boolean): Promise<void> {
  // A preset knows no inputs yet, so what is wrong with them is found when it is executed.
  const isInInputs = Object.values(vector.inputs ?? {}).some((input) => typeof input === 'string');
  const fitting = doorsFor(vector).filter((door) => !(door === 'preset' && isInInputs));
  for (const door of hasBox ? fitting.slice(0, 1) : fitting) {
    const answer = await submitCommand(field, vector, door);
    assert.ok(
      answer.status === 400 || answer.status === 422,
      `${door}: ${answer.status} ${JSON.stringify(answer.body)}`,
    );
    const said = messagesOf(answer as Answer<ErrorBody>);
    assert.ok(said.includes(word), `${door}: ${word} is not named: ${said}`);
  }
}

function doorsFor({ command }: CommandVector): readonly Door[] {
  return typeof command === 'string' ? doors : ['chained', 'preset'];
}

function messagesOf({ body }: Answer<ErrorBody>): string {
  return [body.message, ...(body.detail ?? []).map(({ msg }) => msg)].join('\n');
}

/** Runs it in the box, where it must come to the end that is foreseen, and see nothing. Returns all that its sender sees. */
export async function assertContained(field: Battlefield, vector: CommandVector): Promise<string> {
  const { ends = ['FFMPEG_FAILED'], says = /./ } = vector;
  const answer = await submitCommand(field, vector);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const { command_id: id } = answer.body as { command_id: string };
  const command = await field.attacker.finished(id);
  if (vector.maxRunSeconds !== undefined) {
    const spent = command.ffmpeg_command_run_seconds ?? 0;
    assert.ok(spent < vector.maxRunSeconds + graceSeconds, `it ran ${spent} s, and may run ${vector.maxRunSeconds} s`);
  }
  const end = command.status === 'FAILED' ? command.error_status : command.status;
  const evidence = await gatherEvidence(field, command);
  assert.deepEqual(field.canaries.findIn(evidence), [], `this leaked into ${evidence.slice(0, 2000)}`);
  assert.ok(
    ends.some((foreseen) => foreseen === end),
    `${end ?? ''}: ${command.error_message ?? ''}`,
  );
  if (command.status !== 'FAILED') return evidence;
  assert.match(command.error_message ?? '', says);
  assert.doesNotMatch(command.error_message ?? '', /[\p{Cc}--[\n\t]]/v, 'it is shown to people as it stands');
  return evidence;
}
