// The client: a method for each endpoint, and what people do with several of them in a row.
import type { AnswerOf, adminEndpoints, Command, endpoints, sessionEndpoints } from '@renderio/contract';
import { createMethods, type Methods, type MethodsOf } from './methods.ts';
import { RenderioError } from './renderio-error.ts';
import { adminPrefix, adminRequests, apiPrefix, apiRequests, sessionPrefix, sessionRequests } from './request-table.ts';
import { type RunRequest, runCommand, type WaitOptions, waitForCommand } from './run.ts';
import { createTransport, type TransportOptions } from './transport.ts';
import { type UploadSource, uploadBody } from './upload-body.ts';
import { type ResumableUploadOptions, uploadResumably } from './upload-resumably.ts';

export interface ClientOptions extends TransportOptions {
  /** `ffsk_…`; without it requests go by the browser's session, on pages of the server itself. */
  readonly apiKey?: string;
}

/** Anything with a link: an output, a file, a member of a series. */
export interface Stored {
  readonly storage_url: string | null;
}

export interface Client extends Methods {
  /**
   * Submits a command, or a chain, and resolves when it succeeded. Throws `CommandFailedError` when it did not.
   * Aborting `signal` cancels the command on the server.
   */
  run(request: RunRequest, options?: WaitOptions): Promise<Command>;
  /** Resolves when the command is done, with SUCCESS or FAILED. Aborting `signal` only stops waiting. */
  wait(commandId: string, options?: WaitOptions): Promise<Command>;
  /** Sends a file; a `File` brings its own name. Streams are sent as they come and never held as a whole. */
  upload(
    source: UploadSource,
    options?: { readonly filename?: string; readonly signal?: AbortSignal },
  ): Promise<AnswerOf<typeof endpoints.uploadFile>>;
  /**
   * Sends a large file in pieces, and goes on where it was when the connection breaks. Node opens one of its disk by
   * `fs.openAsBlob`.
   */
  uploadResumably(file: Blob, options?: ResumableUploadOptions): Promise<{ readonly file_id: string }>;
  /** The bytes of an output or file as an answer of `fetch`: `body` streams, `blob()` and `arrayBuffer()` read it whole. */
  download(stored: Stored, options?: { readonly signal?: AbortSignal }): Promise<Response>;
}

/**
 * @example
 * const client = createClient({ baseUrl: 'http://127.0.0.1:8080', apiKey: 'ffsk_…' });
 * const { output_files } = await client.run({
 *   input_files: { in_video: 'https://example.com/talk.mov' },
 *   output_files: { out_video: 'talk.mp4' },
 *   ffmpeg_command: '-i {{in_video}} -c:v libx264 -crf 23 {{out_video}}',
 * });
 */
export function createClient(options: ClientOptions): Client {
  const credentials: Record<string, string> = options.apiKey === undefined ? {} : { 'x-api-key': options.apiKey };
  const send = createTransport(options, credentials);
  const methods = createMethods<typeof endpoints>(apiRequests, apiPrefix, send);
  return {
    ...methods,
    run: (request, waitOptions) => runCommand(methods, request, waitOptions),
    wait: (commandId, waitOptions) => waitForCommand(methods, commandId, waitOptions),
    upload: (source, { filename, signal } = {}) =>
      methods.uploadFile({ ...uploadBody(source, filename ?? nameOf(source)), signal }),
    uploadResumably: async (file, uploadOptions = {}) => ({
      file_id: await uploadResumably(send, file, uploadOptions),
    }),
    async download({ storage_url: url }, { signal } = {}) {
      if (url === null) throw new RenderioError('NOT_FOUND', 'There is no link: the file is not stored, or deleted.');
      // Links need no key, and may lead to another host, which must not see it.
      const response = await (options.fetch ?? fetch)(url, signal === undefined ? {} : { signal });
      if (response.ok) return response;
      await response.body?.cancel();
      throw new RenderioError('UNEXPECTED_ANSWER', `The link answered ${response.status}.`, {
        status: response.status,
      });
    },
  };
}

export type AdminClient = MethodsOf<typeof adminEndpoints>;

/** For the operator: accounts, their keys and limits, and the workers. */
export function createAdminClient({
  adminToken,
  ...options
}: TransportOptions & {
  /** Without it requests go by the browser's session. */
  readonly adminToken?: string;
}): AdminClient {
  const credentials: Record<string, string> = adminToken === undefined ? {} : { authorization: `Bearer ${adminToken}` };
  return createMethods<typeof adminEndpoints>(adminRequests, adminPrefix, createTransport(options, credentials));
}

export type SessionClient = MethodsOf<typeof sessionEndpoints>;

/** For pages of the server: signing in and out by cookies, which the other clients then go by without a key. */
export function createSessionClient(options: TransportOptions): SessionClient {
  return createMethods<typeof sessionEndpoints>(sessionRequests, sessionPrefix, createTransport(options, {}));
}

const nameOf = (source: UploadSource): string => ('name' in source ? String(source.name) : 'upload');
