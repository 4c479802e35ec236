// The last word of a run that went wrong: a sentence (or a JSON object) on stderr, and the exit code.
import { CommandFailedError, RenderioError } from '@renderio/sdk';
import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { type ExitName, exitCodes, exitNameOfError, exitNameOfFailure } from './exit-codes.ts';

interface Report {
  readonly exit: ExitName;
  readonly error: string;
  readonly message: string;
  readonly detail?: readonly { readonly loc: readonly (string | number)[]; readonly msg: string }[];
  readonly about?: Readonly<Record<string, string | null>>;
}

/** Writes the report and returns the exit code. */
export function reportError(error: unknown, isJson: boolean, write: (text: string) => void): number {
  if (error instanceof CommanderError) {
    // It has written its own sentence, or the help that was asked for.
    return error.exitCode === 0 ? 0 : exitCodes.USAGE.code;
  }
  const report = describe(error);
  const { code } = exitCodes[report.exit];
  if (isJson) {
    const { error: name, message, detail = [], about = {} } = report;
    write(`${JSON.stringify({ error: name, message, detail, ...about, exit_code: code })}\n`);
  } else {
    const lines = report.detail?.map(({ loc, msg }) => `  ${loc.slice(1).join('.')}: ${msg}`) ?? [];
    const request = report.about?.['request_id'];
    if (report.exit === 'INTERNAL' && request) lines.push(`  Quote the request id when reporting it: ${request}`);
    write(`${[report.message, ...lines].join('\n')}\n`);
  }
  return code;
}

function describe(error: unknown): Report {
  if (error instanceof CliError) return { exit: error.exit, error: error.exit, message: error.message };
  // Streams put an error of their own around the reason of an abort.
  if (error instanceof Error && error.name === 'AbortError' && error.cause instanceof CliError) {
    return describe(error.cause);
  }
  if (error instanceof CommandFailedError) {
    const about = { command_id: error.command.command_id };
    return {
      exit: exitNameOfFailure(error.code),
      error: error.code,
      message: `${error.code}: ${error.message}`,
      about,
    };
  }
  if (error instanceof RenderioError) {
    const { code, requestId } = error;
    const message =
      code === 'NETWORK_ERROR' ? `${error.message}\n\`renderio doctor\` looks for the cause.` : error.message;
    // Of a single fault the message tells already.
    const detail = error.detail.filter(({ msg }) => !message.includes(msg));
    return { exit: exitNameOfError(code), error: code, message, detail, about: { request_id: requestId } };
  }
  if (isOfDisk(error)) return { exit: 'LOCAL_FILE', error: error.code, message: `${error.message}.` };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: 'INTERNAL', error: 'INTERNAL', message };
}

/** What the system says of a file: no room, not allowed, gone. */
function isOfDisk(error: unknown): error is Error & { readonly code: string } {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return (
    error instanceof Error &&
    typeof code === 'string' &&
    /^(?:open|write|read|mkdir|rename|stat|scandir|ftruncate)$/.test(syscall ?? '')
  );
}
