// Resumable uploads by the tus protocol 1.0 (tus.io/protocols/resumable-upload): its headers in, its headers out.
import { apiPrefix, type Endpoint } from '@renderio/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { toFilename } from '../domain/filename.ts';
import { parseUploadMetadata } from '../domain/upload-metadata.ts';
import type { Account } from '../services/authenticate.ts';
import type { Services } from '../services/create-services.ts';
import type { UploadState } from '../services/resumable-upload.ts';
import type { Credentials } from './credentials.ts';
import { countRequest } from './rate-limit.ts';
import { discardRest } from './upload.ts';

const root = `${apiPrefix}/files/tus`;
const version = '1.0.0';
const extensions = 'creation,creation-with-upload,expiration,termination';
const bodyType = 'application/offset+octet-stream';

type Handle = (request: FastifyRequest, reply: FastifyReply, account: Account) => Promise<FastifyReply>;

/** @param baseUrl before the paths of uploads; empty where they are handed out without a host, which clients fill in */
export function mountTus(
  app: FastifyInstance,
  services: Services,
  openAccount: Credentials['openAccount'],
  baseUrl: string,
): void {
  const route = (method: string, url: string, rate: Pick<Endpoint, 'rate'>, handle: Handle): void => {
    app.route({
      method,
      url,
      onRequest: async (request, reply) => {
        reply.headers({ 'tus-resumable': version, 'cache-control': 'no-store' });
        request.account = await openAccount(request);
        await countRequest(reply, rate, request.account, services);
        if (request.method !== 'OPTIONS') requireVersion(request, reply);
      },
      handler: async (request, reply) => {
        // The hook that ran before the body was read has authenticated.
        if (request.account === null) throw new AppError('UNAUTHORIZED', 'Send your API key in the X-API-KEY header.');
        try {
          return await handle(request, reply, request.account);
        } catch (error) {
          discardRest(request);
          throw error;
        }
      },
    });
  };

  const append: Handle = async (request, reply, { accountId }) => {
    requireBodyType(request);
    const offset = numberOf(request, 'upload-offset');
    const state = await services.appendToUpload(accountId, idOf(request), { offset, ...bodyOf(request) });
    return reply.code(204).headers(headersOf(state)).send();
  };
  const end: Handle = async (request, reply, { accountId }) => {
    await services.endUpload(accountId, idOf(request));
    return reply.code(204).send();
  };

  route('OPTIONS', root, {}, async (_request, reply, { limits }) =>
    reply
      .code(204)
      .headers({ 'tus-version': version, 'tus-extension': extensions, 'tus-max-size': String(limits.inputBytes) })
      .send(),
  );
  route('POST', root, { rate: 'submits' }, async (request, reply, account) => {
    const hasBytes = request.headers['content-type'] !== undefined;
    if (hasBytes) requireBodyType(request);
    let state = await services.beginUpload(account, newUploadOf(request));
    if (hasBytes && state.expiresAt !== null) {
      state = await services.appendToUpload(account.accountId, state.id, { offset: 0, ...bodyOf(request) });
    }
    return reply
      .code(201)
      .headers({ location: `${baseUrl}${root}/${state.id}`, ...headersOf(state) })
      .send();
  });
  route('HEAD', `${root}/:uploadId`, {}, async (request, reply, { accountId }) => {
    const state = await services.readUploadState(accountId, idOf(request));
    return reply
      .headers({
        'upload-length': String(state.sizeBytes),
        ...(state.metadata === '' ? {} : { 'upload-metadata': state.metadata }),
        ...headersOf(state),
      })
      .send();
  });
  route('PATCH', `${root}/:uploadId`, {}, append);
  route('DELETE', `${root}/:uploadId`, {}, end);
  // For clients whose network lets nothing else through.
  route('POST', `${root}/:uploadId`, {}, async (request, reply, account) => {
    switch (request.headers['x-http-method-override']) {
      case 'PATCH':
        return await append(request, reply, account);
      case 'DELETE':
        return await end(request, reply, account);
      default:
        throw new AppError('METHOD_NOT_ALLOWED', 'Go on with an upload by PATCH; POST to the path above begins one.');
    }
  });
}

function requireVersion(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers['tus-resumable'] === version) return;
  reply.header('tus-version', version);
  throw new AppError('PRECONDITION_FAILED', `Send the header Tus-Resumable: ${version}; no other version is spoken.`);
}

function requireBodyType(request: FastifyRequest): void {
  if (request.headers['content-type'] === bodyType) return;
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', `The bytes of an upload are sent with Content-Type: ${bodyType}.`);
}

function idOf(request: FastifyRequest): string {
  return (request.params as { uploadId: string }).uploadId;
}

function bodyOf(request: FastifyRequest): { body: FastifyRequest['raw']; bodyBytes: number | null } {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return { body: request.raw, bodyBytes: encoding === undefined ? Number(length ?? 0) : null };
}

function numberOf(request: FastifyRequest, header: 'upload-offset' | 'upload-length'): number {
  const text = request.headers[header];
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError('INVALID_REQUEST', `Send the header ${header} with a whole number of bytes.`, {
    detail: [{ loc: ['header', header], msg: 'A whole number of bytes is needed.', type: 'invalid' }],
  });
}

function newUploadOf(request: FastifyRequest): { filename: string; metadata: string; sizeBytes: number } {
  if ('upload-defer-length' in request.headers) {
    throw new AppError('INVALID_REQUEST', 'The length has to be known when an upload begins: send Upload-Length.');
  }
  const metadata = String(request.headers['upload-metadata'] ?? '');
  const pairs = parseUploadMetadata(metadata);
  if (pairs === null) {
    throw new AppError(
      'INVALID_REQUEST',
      'Upload-Metadata is pairs of a key and a value in base64, such as "filename YS5tcDQ=", separated by commas.',
    );
  }
  // Clients call it either.
  const filename = toFilename(pairs.get('filename') ?? pairs.get('name') ?? '', 'upload');
  return { filename, metadata, sizeBytes: numberOf(request, 'upload-length') };
}

function headersOf({ id, offsetBytes, expiresAt }: UploadState): Record<string, string> {
  return {
    'upload-offset': String(offsetBytes),
    ...(expiresAt === null ? { 'x-file-id': id } : { 'upload-expires': expiresAt.toUTCString() }),
  };
}
