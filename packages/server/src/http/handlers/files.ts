// Handlers of the file endpoints.

import { presentFile } from '../../present/file.ts';
import type { Services } from '../../services/create-services.ts';
import type { HandlersOf } from '../api-request.ts';

export function fileHandlers(
  services: Services,
): HandlersOf<'uploadFile' | 'storeFile' | 'probe' | 'getFile' | 'listFiles' | 'deleteFile'> {
  return {
    async uploadFile({ account, upload, linkTo }) {
      const { fileId, filename } = await services.uploadFile(account, await upload());
      return { file_id: fileId, storage_url: linkTo(fileId, filename) };
    },
    async storeFile({ account, body, once }) {
      return { file_id: await services.storeFile(account, body.file_url, { once }) };
    },
    async probe({ account, body, linkTo, signal }) {
      return presentFile(await services.probeInput(account, body.input, signal()), linkTo);
    },
    async getFile({ account, params, linkTo }) {
      return presentFile(await services.getFile(account.accountId, params.fileId), linkTo);
    },
    async listFiles({ account, query, linkTo }) {
      const { files, nextCursor } = await services.getFiles(account.accountId, query);
      return {
        files: files.map((file) => presentFile(file, linkTo)),
        limit: query.limit,
        offset: query.offset,
        next_cursor: nextCursor,
      };
    },
    async deleteFile({ account, params }) {
      await services.deleteFile(account.accountId, params.fileId);
      return { deleted: true, file_id: params.fileId };
    },
  };
}
