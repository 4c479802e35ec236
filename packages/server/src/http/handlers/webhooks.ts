// Handlers of the webhook endpoints.
import { presentDelivery, presentDeliveryWithAttempts, presentWebhookConfig } from '../../present/webhook.ts';
import type { Services } from '../../services/create-services.ts';
import type { HandlersOf } from '../api-request.ts';

export function webhookHandlers(
  services: Services,
): HandlersOf<
  | 'getWebhookConfig'
  | 'putWebhookConfig'
  | 'deleteWebhookConfig'
  | 'rotateWebhookSecret'
  | 'testWebhook'
  | 'listWebhookDeliveries'
  | 'getWebhookDelivery'
  | 'replayWebhookDelivery'
> {
  return {
    async getWebhookConfig({ account }) {
      return presentWebhookConfig(await services.getWebhookConfig(account.accountId));
    },
    async putWebhookConfig({ account, body }) {
      const { url } = body;
      const secret = body.secret === undefined || body.secret === '' ? null : body.secret;
      const keepsSecret = body.keep_secret === true;
      await services.setWebhookConfig(account.accountId, { url, secret, keepsSecret });
      return { success: true, url };
    },
    async deleteWebhookConfig({ account }) {
      await services.deleteWebhookConfig(account.accountId);
      return { success: true };
    },
    async rotateWebhookSecret({ account, body }) {
      const { madeSecret, previousSecretUntil } = await services.rotateWebhookSecret(account.accountId, {
        secret: body.secret ?? null,
        overlapSeconds: body.overlap_seconds,
      });
      return { secret: madeSecret, previous_secret_until: previousSecretUntil?.toISOString() ?? null };
    },
    async testWebhook({ account }) {
      return { delivery_id: await services.testWebhook(account.accountId) };
    },
    async listWebhookDeliveries({ account, query }) {
      const { deliveries, nextCursor } = await services.getDeliveries(account.accountId, query);
      return {
        deliveries: deliveries.map(presentDelivery),
        limit: query.limit,
        offset: query.offset,
        next_cursor: nextCursor,
      };
    },
    async getWebhookDelivery({ account, params }) {
      const { delivery, body, attempts } = await services.getDelivery(account.accountId, params.deliveryId);
      return presentDeliveryWithAttempts(delivery, body, attempts);
    },
    async replayWebhookDelivery({ account, params }) {
      return presentDelivery(await services.replayDelivery(account.accountId, params.deliveryId));
    },
  };
}
