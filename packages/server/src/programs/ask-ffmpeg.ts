// Asks the build what it can do, in the sandbox that it works in.
import { randomUUID } from 'node:crypto';
import { type FfmpegBuildFacts, helpQuestions, readBuildFacts } from '../domain/ffmpeg-build-facts.ts';
import { type OptionFact, type PartKind, readPartOptions } from '../domain/ffmpeg-part-facts.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace } from '../sandbox/workspace.ts';
import type { Programs } from './programs.ts';

const limits: SandboxLimits = {
  wallTimeMs: 30_000,
  cpuSeconds: 30,
  threadCount: 2048,
  memoryBytes: 2 ** 30,
  diskBytes: 2 ** 20,
  fileCount: 10,
};

/** About half a second: five starts of FFmpeg. Throws where one of them fails. */
export async function askFfmpeg(programs: Programs, scratchFolder: string): Promise<FfmpegBuildFacts> {
  return await withHelp(programs, scratchFolder, async (ask) =>
    readBuildFacts({
      options: await ask(helpQuestions.options),
      encoders: await ask(helpQuestions.encoders),
      filters: await ask(helpQuestions.filters),
      formats: await ask(helpQuestions.formats),
      pixelFormats: await ask(helpQuestions.pixelFormats),
    }),
  );
}

/** `name` is one that the build itself has told. */
export async function askFfmpegPart(
  programs: Programs,
  scratchFolder: string,
  kind: PartKind,
  name: string,
): Promise<readonly OptionFact[]> {
  return await withHelp(programs, scratchFolder, async (ask) =>
    readPartOptions(kind, await ask(['-h', `${kind}=${name}`])),
  );
}

type Ask = (args: readonly string[]) => Promise<string>;

async function withHelp<T>(programs: Programs, scratchFolder: string, use: (ask: Ask) => Promise<T>): Promise<T> {
  const workspace = await prepareWorkspace(scratchFolder, `help-${randomUUID()}`);
  try {
    return await use(async (args) => {
      const { outcome, text } = await programs.readHelp({ args, jobFolder: workspace.jobFolder, limits });
      if (outcome.kind === 'exited' && outcome.code === 0) return text;
      throw new Error(`ffmpeg ${args.join(' ')} ended otherwise (${outcome.kind}).`);
    });
  } finally {
    await removeWorkspace(workspace);
  }
}
