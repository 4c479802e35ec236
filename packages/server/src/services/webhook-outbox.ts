// The outbox: what a webhook is to be told, written in the transaction that makes it true.
import { receiverOf } from '../domain/delivery.ts';
import type { MakeId } from '../domain/id.ts';
import { linksUnder } from '../present/links.ts';
import { presentWebhookEvent } from '../present/webhook.ts';
import type { Database } from '../store/database.ts';
import { findReceiver, insertDelivery } from '../store/deliveries.ts';
import type { MediaLinks } from './media-links.ts';
import { getCommand } from './read-commands.ts';

export interface WebhookOutbox {
  /**
   * Freezes the event of a command that has just ended, if anybody is to hear of it. In the transaction that ends it,
   * so that a crash neither loses nor invents one; wake `deliveries` after the commit.
   */
  writeCommandEnd(transaction: Database, commandId: string): Promise<void>;
}

export function createWebhookOutbox(parts: {
  readonly makeId: MakeId;
  readonly links: MediaLinks;
  /** Base of the links in what is sent; asked each time, since the port may be known only once the server listens. */
  readonly webhookBaseUrl: () => string;
}): WebhookOutbox {
  return {
    async writeCommandEnd(transaction, commandId) {
      const receiver = await findReceiver(transaction, commandId);
      if (receiver === null) return;
      const { accountId, ownUrl, url } = receiver;
      const view = await getCommand(transaction, accountId, commandId);
      const event = presentWebhookEvent(view, linksUnder(parts.webhookBaseUrl(), parts.links.pathOf));
      await insertDelivery(transaction, {
        id: parts.makeId(),
        accountId,
        commandId,
        ownUrl,
        receiver: receiverOf(url),
        body: Buffer.from(JSON.stringify(event)),
      });
    },
  };
}
