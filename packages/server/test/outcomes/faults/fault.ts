// What every failed command owes its user: the right code, and a sentence that helps and gives nothing away.
import assert from 'node:assert/strict';
import type { Command, FailureCode } from '@renderio/contract';

export interface ExpectedFailure {
  readonly status: FailureCode;
  /** What the message must tell. */
  readonly says: RegExp;
}

/** Whether a fault passed for a success: the one thing that must never be. */
export function isFalseSuccess(done: Command): boolean {
  return done.status === 'SUCCESS';
}

export function assertFailure(done: Command, { status, says }: ExpectedFailure): void {
  const message = done.error_message ?? '';
  assert.equal(done.status, 'FAILED', 'a false SUCCESS');
  assert.equal(done.error_status, status, message);
  assert.match(message, says);
  assert.ok(message.length <= 2500, `${message.length} characters`);
  // Of the server's folders and the sandbox's paths nobody learns.
  assert.doesNotMatch(message, /\/job\b|\/tmp\/|\/work\/|scratch\/|workspaces|objects\/|0x[0-9a-f]{6}/);
  assert.deepEqual(done.output_files, {});
}
