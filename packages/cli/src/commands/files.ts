// Files on the server: up, down, listed, looked into, deleted.
import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Client, type Command, type CommandOutput, type File, RenderioError } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, addGroup, wholeNumber } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { describeFile, fileHeadings, fileRow } from '../describe-file.ts';
import { formatTable } from '../format.ts';
import { watchInterrupt } from '../interrupt.ts';
import { checkInput, shorten } from '../run/check-local-files.ts';
import { downloadResult } from '../run/download-outputs.ts';
import { createStatusLine } from '../status-line.ts';
import { uploadFile } from '../upload/upload-file.ts';

export function addFiles(program: Program, surroundings: Surroundings): void {
  addUpload(program, surroundings);
  addDownload(program, surroundings);
  addProbe(program, surroundings);
  const group = addGroup(program, 'files', 'Files on the server.');
  addListFiles(group, surroundings);
  addGetFile(group, surroundings);
  addStoreFile(group, surroundings);
  addDeleteFile(group, surroundings);
}

function addUpload(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'upload <path...>',
    summary: 'Upload files, and print their ids, which commands take as inputs.',
    examples: [
      ['renderio upload clip.mov', 'prints its file_id'],
      ['renderio upload --json *.wav', 'one line of JSON a file'],
    ],
  }).action(async (paths: string[], options: CommonOptions) => {
    const { terminal, connect, folder, env } = createContext(surroundings, options);
    const status = createStatusLine(terminal);
    const files = paths.map((path) => resolve(folder, path));
    for (const path of files) await checkInput(path, folder);
    const client = await connect();
    const interrupt = watchInterrupt();
    const { signal } = interrupt;
    try {
      for (const path of files) {
        const { fileId, forget } = await uploadFile(path, { client, terminal, status, env, signal });
        status.clear();
        const { storage_url } = await client.getFile({ params: { fileId } });
        terminal.print({ path, file_id: fileId, storage_url }, fileId);
        // Asked to upload it again, it is uploaded again.
        forget();
      }
    } finally {
      status.clear();
      interrupt.release();
    }
  });
}

interface DownloadOptions extends CommonOptions {
  readonly to: string;
  readonly yes?: boolean;
}

function addDownload(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'download <id>',
    summary: 'Write all outputs of a command, or one file, under their own names.',
    examples: [
      ['renderio download 01a2…', "a command's outputs, into this folder"],
      ['renderio download --to out -y 01a2…', 'into a folder, over what is there'],
    ],
  })
    .option('--to <folder>', 'where to write', '.')
    .option('-y, --yes', 'overwrite what exists')
    .action(async (id: string, options: DownloadOptions) => {
      const { terminal, connect, folder } = createContext(surroundings, options);
      const client = await connect();
      const results = await findResults(client, id);
      const interrupt = watchInterrupt();
      const { signal } = interrupt;
      const status = createStatusLine(terminal);
      const onProgress = status.showTransfer;
      const onLost = ({ message }: Error): void => {
        status.clear();
        terminal.note(`${message} Trying again.`);
      };
      try {
        const paths: string[] = [];
        for (const result of results) {
          const path = join(resolve(folder, options.to), basename(result.filename));
          if (options.yes !== true && (await exists(path))) {
            throw new CliError('LOCAL_FILE', `${shorten(path, folder)} already exists. Overwrite it with -y.`);
          }
          paths.push(...(await downloadResult(client, result, path, { signal, onLost, onProgress })));
        }
        status.clear();
        terminal.print({ files: paths }, paths.map((path) => shorten(path, folder)).join('\n'));
      } finally {
        interrupt.release();
      }
    });
}

/** The outputs of the command with this id, else the file with it. */
async function findResults(client: Client, id: string): Promise<(CommandOutput | File)[]> {
  let command: Command;
  try {
    command = await client.getCommand({ params: { commandId: id } });
  } catch (error) {
    if (!(error instanceof RenderioError) || error.code !== 'NOT_FOUND') throw error;
    const file = await client.getFile({ params: { fileId: id } }).catch((cause: unknown) => {
      if (cause instanceof RenderioError && cause.code === 'NOT_FOUND') {
        throw new CliError('NOT_FOUND', `There is neither a command nor a file ${id} in this account.`);
      }
      throw cause;
    });
    return [file];
  }
  const outputs = Object.values(command.output_files);
  if (outputs.length > 0) return outputs;
  const state = command.error_status ?? command.status;
  throw new CliError('NOT_FOUND', `The command ${id} has no outputs: it is ${state}.`);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

function addProbe(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'probe <input>',
    summary: 'Tell what a URL, a stored file or a local file is and holds.',
    examples: [
      ['renderio probe https://example.com/a.mp4', 'a URL'],
      ['renderio probe clip.mov', 'a local file, which is uploaded and deleted again'],
    ],
  }).action(async (input: string, options: CommonOptions) => {
    const { terminal, connect, folder, env } = createContext(surroundings, options);
    const status = createStatusLine(terminal);
    const client = await connect();
    const path = resolve(folder, input);
    const isLocal = !/^https?:/i.test(input) && (await exists(path));
    const interrupt = watchInterrupt();
    const { signal } = interrupt;
    const uploaded = isLocal ? await uploadFile(path, { client, terminal, status, env, signal }) : null;
    try {
      status.say('probing');
      const file = await client.probe({ body: { input: uploaded?.fileId ?? input }, signal });
      status.clear();
      terminal.print(file, describeFile(file));
    } finally {
      status.clear();
      interrupt.release();
      if (uploaded?.wasThere === false) {
        await client.deleteFile({ params: { fileId: uploaded.fileId } });
        uploaded.forget();
      }
    }
  });
}

interface ListOptions extends CommonOptions {
  readonly limit: number;
  readonly cursor?: string;
}

function addListFiles(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'list',
    summary: 'List files that are not deleted, newest first.',
    examples: [['renderio files list --limit 100 --json', 'a page']],
  })
    .option('--limit <count>', 'entries, at most 100', wholeNumber, 20)
    .option('--cursor <cursor>', '`next_cursor` of the page before')
    .action(async ({ limit, cursor, ...options }: ListOptions) => {
      const { terminal, connect } = createContext(surroundings, options);
      const query = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const page = await (await connect()).listFiles({ query });
      terminal.print(page, formatTable([fileHeadings, ...page.files.map(fileRow)]));
    });
}

function addGetFile(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'get <file-id>',
    summary: 'Show a file with its media facts and a fresh link.',
    examples: [['renderio files get 01a2…', 'one file']],
  }).action(async (fileId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const file = await (await connect()).getFile({ params: { fileId } });
    terminal.print(file, describeFile(file));
  });
}

function addStoreFile(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'store <url>',
    summary: 'Have the server fetch a URL into its storage, and print the id of the file.',
    examples: [['renderio files store https://example.com/a.mp4', 'it is fetched in the background']],
  }).action(async (url: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const stored = await (await connect()).storeFile({ body: { file_url: url } });
    terminal.print(stored, stored.file_id);
  });
}

function addDeleteFile(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'delete <file-id...>',
    summary: 'Delete the bytes of files; their records stay.',
    examples: [['renderio files delete 01a2…', 'one or several']],
  }).action(async (fileIds: string[], options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const client = await connect();
    for (const fileId of fileIds) {
      const deleted = await client.deleteFile({ params: { fileId } });
      terminal.print(deleted, `${fileId} deleted`);
    }
  });
}
