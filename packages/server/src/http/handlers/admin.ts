// Handlers of the operator's endpoints.
import { limitsOfWireNames } from '../../domain/account-limits.ts';
import { presentAccount, presentKey, presentNewKey } from '../../present/account.ts';
import { presentSystem } from '../../present/system.ts';
import { presentWorker } from '../../present/worker.ts';
import type { Services } from '../../services/create-services.ts';
import type { AdminHandlers } from '../admin-routes.ts';
import { wantedKey } from './account.ts';

export function adminHandlers(services: Services): AdminHandlers {
  return {
    async createAccount({ body }) {
      const made = await services.createAccount({ name: body.name, limits: limitsOfWireNames(body.limits ?? {}) });
      return {
        ...presentAccount(made.account, services.defaultLimits),
        key_id: made.key.id,
        api_key: made.secret,
      };
    },
    async listAccounts({ query }) {
      const { accounts, nextCursor } = await services.getAccounts(query);
      return {
        accounts: accounts.map((account) => presentAccount(account, services.defaultLimits)),
        limit: query.limit,
        offset: query.offset,
        next_cursor: nextCursor,
      };
    },
    async changeAccount({ params, body }) {
      const account = await services.changeAccount(params.accountId, {
        name: body.name,
        isSuspended: body.suspended,
        limits: limitsOfWireNames(body.limits ?? {}),
      });
      return presentAccount(account, services.defaultLimits);
    },
    async createKeyOfAccount({ params, body }) {
      return presentNewKey(await services.createKeyOfAccount(params.accountId, wantedKey(body)));
    },
    async listKeysOfAccount({ params, query }) {
      const { keys, nextCursor } = await services.getKeysOfAccount(params.accountId, query);
      return { keys: keys.map(presentKey), limit: query.limit, offset: query.offset, next_cursor: nextCursor };
    },
    async revokeAnyKey({ params }) {
      await services.revokeAnyKey(params.keyId);
      return { revoked: true, key_id: params.keyId };
    },
    async listWorkers({ query }) {
      const workers = await services.getWorkers(query);
      return { workers: workers.map(presentWorker), limit: query.limit, offset: query.offset };
    },
    async drainWorker({ params }) {
      return presentWorker(await services.drainWorker(params.workerId));
    },
    async resumeWorker({ params }) {
      return presentWorker(await services.resumeWorker(params.workerId));
    },
    async getSystem() {
      return presentSystem(await services.readSystem());
    },
  };
}
