// `renderio run`: an ordinary FFmpeg command on local files, run by the server.
import { type Client, type Command, CommandFailedError } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, collect, takeFfmpegCommand, wholeNumber } from '../add-command.ts';
import { type CommonOptions, type Context, createContext, type Surroundings } from '../context.ts';
import { formatSeconds } from '../format.ts';
import { type Interrupt, watchInterrupt } from '../interrupt.ts';
import { readMetadata } from '../read-metadata.ts';
import { checkLocalFiles, shorten } from '../run/check-local-files.ts';
import { describeRequest } from '../run/describe-request.ts';
import { downloadOutputs } from '../run/download-outputs.ts';
import { followCommand } from '../run/follow-command.ts';
import { judgePlan, requireValid } from '../run/judge-plan.ts';
import { nameFiles } from '../run/name-files.ts';
import { planRun, type RunPlan } from '../run/plan-run.ts';
import { readCommandTexts } from '../run/read-command-text.ts';
import { readLocalText } from '../run/read-local-text.ts';
import { createStatusLine, type StatusLine } from '../status-line.ts';
import { uploadInputs } from '../upload/upload-inputs.ts';

export function addRun(program: Program, surroundings: Surroundings): void {
  const command = addCommand(program, {
    usage: 'run <command...>',
    summary:
      'Run an ordinary FFmpeg command on local files or URLs: inputs go up, it runs remotely, outputs come down.',
    examples: [
      ["renderio run 'ffmpeg -i clip.mov -vf scale=-2:720 out.mp4'", 'one text, read as a shell would read it'],
      ['renderio run ffmpeg -i clip.mov -vf scale=-2:720 out.mp4', 'or word by word'],
      ["renderio run 'ffmpeg -i talk.wav -af volumedetect -f null -'", 'prints what FFmpeg says: nothing is written'],
      [
        "renderio run 'ffmpeg -i https://example.com/a.mov -ss 3 -frames:v 1 frame.png'",
        'a URL is not downloaded here',
      ],
      ['cat a.wav | renderio run ffmpeg -i - -f mp3 - > a.mp3', 'through a pipe'],
      [
        "renderio run 'ffmpeg -i a.mov -c:v libvpx-vp9 -b:v 1M -pass 1 -an -f null - && ffmpeg -i a.mov -c:v libvpx-vp9 -b:v 1M -pass 2 a.webm'",
        'two passes, as one chain',
      ],
    ],
    notes:
      'Files that exist are overwritten as FFmpeg does it: -y in the command says yes, -n no, else you are asked.\nOptions of this program stand before the command. Ctrl-C cancels the command on the server.',
  })
    .option('--metadata <key=value>', 'kept with the command; may be given 10 times', collect)
    .option('--max-seconds <seconds>', 'end FFmpeg when it has run for so long', wholeNumber)
    .option('--detach', 'print the id and leave; `renderio download <id>` fetches the outputs later')
    .option('--dry-run', 'print the request in place of sending it')
    .action(async (operands: string[], options: RunOptions & CommonOptions) => {
      await run(createContext(surroundings, options), operands, options);
    });
  takeFfmpegCommand(command);
}

interface RunOptions {
  readonly metadata?: readonly string[];
  readonly maxSeconds?: number;
  readonly dryRun?: boolean;
  readonly detach?: boolean;
}

async function run(context: Context, operands: readonly string[], options: RunOptions): Promise<void> {
  const { terminal, folder } = context;
  const plan = planRun(readCommandTexts(operands), { folder, readText: readLocalText });
  if (options.dryRun === true) {
    const request = describeRequest(plan);
    terminal.print(request, JSON.stringify(request, null, 2));
    return;
  }
  const client = await context.connect();
  await checkLocalFiles(plan, folder, terminal);
  if (plan.inputs.some(({ source }) => source.kind !== 'url')) {
    // An upload may take long, and its command be refused.
    const verdict = await judgePlan(client, plan, folder);
    requireValid(verdict);
    for (const warning of verdict.warnings) terminal.note(warning);
  }
  const status = createStatusLine(terminal);
  const interrupt = watchInterrupt();
  try {
    const commandId = await submit(context, client, plan, options, { status, interrupt });
    if (options.detach === true) {
      terminal.print({ command_id: commandId }, commandId);
      return;
    }
    const command = await follow(context, client, commandId, plan, { status, interrupt });
    if (plan.isMeasurement) {
      const log = await client.getCommandLog({ params: { commandId } });
      terminal.print({ ...command, log }, log.trimEnd());
      return;
    }
    const paths = await download(context, client, command, plan, { status, interrupt });
    status.clear();
    report(context, command, plan, paths);
  } finally {
    status.clear();
    interrupt.release();
  }
}

interface Progress {
  readonly status: StatusLine;
  readonly interrupt: Interrupt;
}

async function follow(
  { terminal, folder }: Context,
  client: Client,
  commandId: string,
  plan: RunPlan,
  { status, interrupt: { signal } }: Progress,
): Promise<Command> {
  try {
    return await followCommand(client, commandId, { terminal, status, signal });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    const { command } = error;
    const message = nameFiles(command.error_message ?? '', plan, folder);
    throw new CommandFailedError({ ...command, error_message: message });
  }
}

async function download(
  { terminal }: Context,
  client: Client,
  command: Command,
  { outputs }: RunPlan,
  { status, interrupt: { signal } }: Progress,
): Promise<string[]> {
  const onLost = ({ message }: Error): void => {
    status.clear();
    terminal.note(`${message} Trying again.`);
  };
  try {
    return await downloadOutputs(client, command, outputs, {
      stdout: terminal.streams.stdout,
      signal,
      onLost,
      onProgress: status.showTransfer,
    });
  } catch (error) {
    status.clear();
    terminal.note(`The results stay on the server: renderio download ${command.command_id}`);
    throw error;
  }
}

async function submit(
  { terminal, env }: Context,
  client: Client,
  plan: RunPlan,
  options: RunOptions,
  { status, interrupt }: Progress,
): Promise<string> {
  const { signal } = interrupt;
  const input_files = await uploadInputs(plan.inputs, { client, terminal, status, env, signal });
  const body = {
    input_files,
    output_files: Object.fromEntries(plan.outputs.map(({ alias, filename }) => [alias, filename])),
    ...(options.metadata === undefined ? {} : { metadata: readMetadata(options.metadata) }),
    ...(options.maxSeconds === undefined ? {} : { max_command_run_seconds: options.maxSeconds }),
  };
  const [first = '', ...rest] = plan.texts;
  // A submit under way is let through: a command whose id nobody has seen could not be cancelled.
  signal.throwIfAborted();
  const { command_id: commandId } =
    rest.length === 0
      ? await client.runFfmpegCommand({ body: { ...body, ffmpeg_command: first } })
      : await client.runChainedFfmpegCommands({ body: { ...body, ffmpeg_commands: [...plan.texts] } });
  if (!terminal.canDraw) terminal.note(`Running ${commandId}`);
  return commandId;
}

function report({ terminal, folder }: Context, command: Command, plan: RunPlan, paths: readonly string[]): void {
  // What goes to stdout must stay alone there.
  if (plan.outputs.some(({ path }) => path === null)) {
    terminal.note(`Done in ${formatSeconds(command.total_processing_seconds)}.`);
    return;
  }
  const shown = paths.map((path) => shorten(path, folder));
  terminal.print({ ...command, files: paths }, '');
  terminal.note(`Wrote ${shown.join(', ')} in ${formatSeconds(command.total_processing_seconds)}.`);
}
