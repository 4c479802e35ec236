// `renderio run`: an ordinary FFmpeg command on local files, run by the server.
import type { Client, Command } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, collect, wholeNumber } from '../add-command.ts';
import { type CommonOptions, type Context, createContext, type Surroundings } from '../context.ts';
import { formatSeconds } from '../format.ts';
import { type Interrupt, watchInterrupt } from '../interrupt.ts';
import { readMetadata } from '../read-metadata.ts';
import { checkLocalFiles, shorten } from '../run/check-local-files.ts';
import { describeRequest } from '../run/describe-request.ts';
import { downloadOutputs } from '../run/download-outputs.ts';
import { followCommand } from '../run/follow-command.ts';
import { planRun, type RunPlan } from '../run/plan-run.ts';
import { readCommandTexts } from '../run/read-command-text.ts';
import { readLocalText } from '../run/read-local-text.ts';
import { createStatusLine, type StatusLine } from '../status-line.ts';
import { uploadInputs } from '../upload/upload-inputs.ts';

export function addRun(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'run <command...>',
    summary:
      'Run an ordinary FFmpeg command on local files or URLs: inputs go up, it runs remotely, outputs come down.',
    examples: [
      ["renderio run 'ffmpeg -i clip.mov -vf scale=-2:720 out.mp4'", 'one text, read as a shell would read it'],
      ['renderio run ffmpeg -i clip.mov -vf scale=-2:720 out.mp4', 'or word by word'],
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
    .passThroughOptions()
    .option('--metadata <key=value>', 'kept with the command; may be given 10 times', collect)
    .option('--max-seconds <seconds>', 'end FFmpeg when it has run for so long', wholeNumber)
    .option('--detach', 'print the id and leave; `renderio download <id>` fetches the outputs later')
    .option('--dry-run', 'print the request in place of sending it')
    .action(async (operands: string[], options: RunOptions & CommonOptions) => {
      await run(createContext(surroundings, options), operands, options);
    });
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
  const status = createStatusLine(terminal);
  const interrupt = watchInterrupt();
  try {
    const commandId = await submit(context, client, plan, options, { status, interrupt });
    if (options.detach === true) {
      terminal.print({ command_id: commandId }, commandId);
      return;
    }
    const { signal } = interrupt;
    const command = await followCommand(client, commandId, { terminal, status, signal });
    status.say('downloading');
    const stdout = terminal.streams.stdout;
    const paths = await downloadOutputs(client, command, plan.outputs, {
      stdout,
      signal,
      onLost: ({ message }) => {
        terminal.note(`${message} Trying again.`);
      },
    });
    status.clear();
    report(context, command, plan, paths);
  } finally {
    status.clear();
    interrupt.release();
  }
}

async function submit(
  { terminal, env }: Context,
  client: Client,
  plan: RunPlan,
  options: RunOptions,
  { status, interrupt }: { readonly status: StatusLine; readonly interrupt: Interrupt },
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
