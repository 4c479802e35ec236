// What local FFmpeg would say of files before it begins, said before anything is uploaded.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';
import { findPictures } from './find-pictures.ts';
import { isPackageName, isSeriesName } from './output-names.ts';
import type { RunOutput, RunPlan } from './plan-run.ts';

/** Throws for inputs that cannot be read and outputs that may not be written; asks before it overwrites. */
export async function checkLocalFiles(plan: RunPlan, folder: string, terminal: Terminal): Promise<void> {
  for (const { source } of plan.inputs) {
    if (source.kind === 'file') await checkInput(source.path, folder);
    if (source.kind === 'pictures') await findPictures(source);
  }
  for (const { path, filename } of plan.outputs) {
    if (path !== null) await checkOutput({ path, filename }, plan.overwrite, folder, terminal);
  }
}

export async function checkInput(path: string, folder: string): Promise<void> {
  const shown = shorten(path, folder);
  const entry = await stat(path).catch((error: unknown) => {
    throw new CliError('LOCAL_FILE', `${shown}: ${reasonOf(error)}`);
  });
  if (entry.isDirectory()) throw new CliError('LOCAL_FILE', `${shown}: Is a folder, and a file is needed.`);
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw new CliError('LOCAL_FILE', `${shown}: ${reasonOf(error)}`);
  });
}

async function checkOutput(
  { path, filename }: Pick<RunOutput, 'filename'> & { readonly path: string },
  overwrite: RunPlan['overwrite'],
  folder: string,
  terminal: Terminal,
): Promise<void> {
  const shown = shorten(path, folder);
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw new CliError('LOCAL_FILE', `${shown}: ${reasonOf(error)}`);
  });
  const entry = await stat(path).catch(() => null);
  if (entry === null) return;
  if (entry.isDirectory()) throw new CliError('LOCAL_FILE', `${shown}: Is a folder, and a file is to be written.`);
  // Pipes and devices are written to, not replaced.
  if (!entry.isFile()) throw new CliError('LOCAL_FILE', `${shown}: Is not a regular file; write to - and redirect.`);
  // Of a series or a playlist, FFmpeg overwrites the members without asking.
  if (overwrite === 'always' || isSeriesName(filename) || isPackageName(filename)) return;
  if (overwrite === 'never' || !terminal.canAsk) {
    const remedy = overwrite === 'never' ? '' : ' Put -y into the command to overwrite it.';
    throw new CliError('LOCAL_FILE', `${shown} already exists.${remedy}`);
  }
  const isYes = await askYesNo(terminal, `${shown} already exists. Overwrite?`);
  if (!isYes) throw new CliError('LOCAL_FILE', `${shown} already exists, and was left as it is.`);
}

export function shorten(path: string, folder: string): string {
  const shown = relative(folder, path);
  return shown === '' || shown.startsWith('../../') ? path : shown;
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'No such file or folder.';
    case 'EACCES':
      return 'Permission denied.';
    default:
      return (error as Error).message;
  }
}
