// Carries the first cause of a run's failure from wherever it was found to where the run is ended.
import type { Failure, FailureCode } from '@renderio/contract';

export class RunFailure extends Error {
  override readonly name = 'RunFailure';
  readonly failure: Failure;
  constructor(code: FailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.failure = { code, message };
  }
}
