// Handlers of what an account knows about itself and its server: its keys, limits and usage, and the FFmpeg there is.
import { presentKey, presentNewKey } from '../../present/account.ts';
import { presentFfmpegBuild } from '../../present/ffmpeg-build.ts';
import { presentLimits, presentUsage } from '../../present/usage.ts';
import type { Services } from '../../services/create-services.ts';
import type { HandlersOf } from '../api-request.ts';

export function accountHandlers(
  services: Services,
): HandlersOf<'listKeys' | 'createKey' | 'revokeKey' | 'getLimits' | 'getUsage' | 'getFfmpegBuild'> {
  return {
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
  };
}

export function wantedKey(body: { name: string; expires_at?: string | null | undefined }): {
  name: string;
  expiresAt: Date | null;
} {
  return { name: body.name, expiresAt: typeof body.expires_at === 'string' ? new Date(body.expires_at) : null };
}
