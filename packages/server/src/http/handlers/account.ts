// Handlers of what an account knows about itself and its server: its keys, limits and usage, and the FFmpeg there is.
import type { AccountEvent } from '@renderio/contract';
import { presentKey, presentNewKey } from '../../present/account.ts';
import { presentCommand } from '../../present/command.ts';
import { presentFfmpegBuild, presentFfmpegPart } from '../../present/ffmpeg-build.ts';
import { presentFile } from '../../present/file.ts';
import type { LinkTo } from '../../present/links.ts';
import { presentLimits, presentUsage } from '../../present/usage.ts';
import { presentDelivery } from '../../present/webhook.ts';
import type { Services } from '../../services/create-services.ts';
import type { AccountChange } from '../../services/follow-account.ts';
import type { HandlersOf } from '../api-request.ts';

export function accountHandlers(
  services: Services,
): HandlersOf<
  | 'getEvents'
  | 'listKeys'
  | 'createKey'
  | 'revokeKey'
  | 'getLimits'
  | 'getUsage'
  | 'getFfmpegBuild'
  | 'getFfmpegFilter'
  | 'getFfmpegEncoder'
> {
  return {
    getEvents({ account, query, headers, linkTo, signal }) {
      const place = { since: readPlace(headers['last-event-id']), seconds: query.seconds };
      const changes = services.followAccount(account.accountId, place, signal());
      return Promise.resolve(presentChanges(changes, linkTo));
    },
    async listKeys({ account, query }) {
      const { keys, nextCursor } = await services.getKeys(account.accountId, query);
      return { keys: keys.map(presentKey), limit: query.limit, offset: query.offset, next_cursor: nextCursor };
    },
    async createKey({ account, body }) {
      return presentNewKey(await services.createKey(account.accountId, wantedKey(body)));
    },
    async revokeKey({ account, params }) {
      await services.revokeKey(account.accountId, { id: params.keyId, usedKeyId: account.keyId });
      return { revoked: true, key_id: params.keyId };
    },
    getLimits: ({ account }) => Promise.resolve(presentLimits(account.limits, services.hostLimits)),
    async getUsage({ account }) {
      return presentUsage(await services.getUsage(account.accountId));
    },
    async getFfmpegBuild() {
      return presentFfmpegBuild(await services.getFfmpegBuild());
    },
    async getFfmpegFilter({ params }) {
      return presentFfmpegPart(await services.getFfmpegPart('filter', params.name));
    },
    async getFfmpegEncoder({ params }) {
      return presentFfmpegPart(await services.getFfmpegPart('encoder', params.name));
    },
  };
}

/** Database time in milliseconds, as events have it; null for a stream that begins now. */
function readPlace(lastEventId: string | string[] | undefined): Date | null {
  return /^\d{13}$/.test(String(lastEventId ?? '')) ? new Date(Number(lastEventId)) : null;
}

async function* presentChanges(changes: AsyncIterable<AccountChange>, linkTo: LinkTo): AsyncGenerator<AccountEvent> {
  for await (const change of changes) {
    const id = String(change.seenAt.getTime());
    switch (change.kind) {
      case 'command':
        yield { event: 'command', id, data: presentCommand(change.view, linkTo) };
        break;
      case 'progress': {
        const { command_id, progress, progress_detail } = presentCommand(change.view, linkTo);
        yield { event: 'progress', id, data: { command_id, progress, progress_detail } };
        break;
      }
      case 'file':
        yield { event: 'file', id, data: presentFile(change.file, linkTo) };
        break;
      case 'delivery':
        yield { event: 'delivery', id, data: presentDelivery(change.delivery) };
        break;
      case 'reset':
        yield { event: 'reset', id, data: {} };
    }
  }
}

export function wantedKey(body: { name: string; expires_at?: string | null | undefined }): {
  name: string;
  expiresAt: Date | null;
} {
  return { name: body.name, expiresAt: typeof body.expires_at === 'string' ? new Date(body.expires_at) : null };
}
