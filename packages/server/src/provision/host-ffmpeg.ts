// The FFmpeg that the operator named, or that the host has by itself: taken where no private root is wanted or possible.
import { ProvisionError } from './provision-error.ts';
import { lastLine, runProgram } from './run-program.ts';

export interface HostFfmpeg {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly ffmpegVersion: string;
  readonly ffprobeVersion: string;
}

/**
 * Runs both programs to learn their versions. Undefined when the host has them not on its path; a path that was named
 * and does not run is an error, because nobody names one to have another taken in silence.
 */
export async function findHostFfmpeg(
  named: { readonly ffmpegPath?: string | undefined; readonly ffprobePath?: string | undefined } = {},
): Promise<HostFfmpeg | undefined> {
  const ffmpegPath = named.ffmpegPath ?? (await findOnPath('ffmpeg'));
  const ffprobePath = named.ffprobePath ?? (await findOnPath('ffprobe'));
  if (ffmpegPath === undefined || ffprobePath === undefined) return undefined;
  const [ffmpegVersion, ffprobeVersion] = await Promise.all([
    readVersion(ffmpegPath, 'ffmpeg'),
    readVersion(ffprobePath, 'ffprobe'),
  ]);
  return { ffmpegPath, ffprobePath, ffmpegVersion, ffprobeVersion };
}

async function findOnPath(name: string): Promise<string | undefined> {
  const { code, stdout } = await runProgram(['sh', '-c', 'command -v "$0"', name]);
  return code === 0 ? stdout.trim() : undefined;
}

async function readVersion(path: string, name: string): Promise<string> {
  const { stdout, stderr } = await runProgram([path, '-version']);
  const version = new RegExp(`^${name} version (\\S+)`).exec(stdout)?.[1];
  if (version !== undefined) return version;
  throw new ProvisionError(
    'root_unusable',
    `${path} is not a working ${name} (${lastLine(stderr) || 'it printed no version'}): correct FFMPEG_PATH and FFPROBE_PATH, or leave them out.`,
  );
}
