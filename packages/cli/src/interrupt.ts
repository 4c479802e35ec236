// Ctrl-C: the first asks for an orderly end, the second leaves at once.
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening; Ctrl-C ends the program again as it does without us. */
  release(): void;
}

export function watchInterrupt(onFirst: () => void = () => undefined): Interrupt {
  const controller = new AbortController();
  const listen = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.INTERRUPTED.code);
    controller.abort(new CliError('INTERRUPTED', 'Interrupted.'));
    onFirst();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, listen);
  return {
    signal: controller.signal,
    release() {
      for (const name of signals) process.off(name, listen);
    },
  };
}
