// Webhooks as the wire shows them: the configuration, deliveries with their attempts, and the event itself.
import type { Command, Delivery, DeliveryWithAttempts, WebhookConfig, WebhookEvent } from '@renderio/contract';
import type { CommandView } from '../domain/command.ts';
import type { DeliveryAttemptRecord, DeliveryRecord, WebhookConfigRecord } from '../domain/delivery.ts';
import { maskUrl, maskUserInfo } from '../domain/mask-user-info.ts';
import { presentCommand } from './command.ts';
import type { LinkTo } from './links.ts';

export function presentWebhookConfig(config: WebhookConfigRecord | null): WebhookConfig {
  if (config === null) return { configured: false };
  return {
    configured: true,
    url: config.url,
    is_active: !config.isDeleted && config.disabledAt === null,
    consecutive_failures: config.consecutiveFailures,
    disabled_at: config.disabledAt?.toISOString() ?? null,
    is_signed: config.isSigned,
    previous_secret_until: config.previousSecretUntil?.toISOString() ?? null,
  };
}

export function presentDelivery(delivery: DeliveryRecord): Delivery {
  return {
    delivery_id: delivery.id,
    status: delivery.status,
    is_test: delivery.isTest,
    command_id: delivery.commandId,
    url: maskOrNull(delivery.url),
    attempt_count: delivery.attemptCount,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    error_message: delivery.errorMessage,
    created_at: delivery.createdAt.toISOString(),
    ended_at: delivery.endedAt?.toISOString() ?? null,
  };
}

export function presentDeliveryWithAttempts(
  delivery: DeliveryRecord,
  body: Buffer,
  attempts: readonly DeliveryAttemptRecord[],
): DeliveryWithAttempts {
  return {
    ...presentDelivery(delivery),
    body: body.toString(),
    attempts: attempts.map((attempt) => ({
      started_at: attempt.startedAt.toISOString(),
      url: maskOrNull(attempt.url),
      seconds: attempt.seconds,
      status_code: attempt.statusCode,
      response_body: attempt.responseBody,
      error_message: attempt.errorMessage,
    })),
  };
}

const maskOrNull = (url: string | null): string | null => (url === null ? null : maskUrl(url));

/** The event of a command that is done. What receivers keep in their logs holds no password of an input's URL. */
export function presentWebhookEvent(view: CommandView, linkTo: LinkTo): WebhookEvent {
  const command = presentCommand(view, linkTo);
  const { original_request: request } = command;
  const maskedInputs = Object.entries(request.input_files).map(([alias, url]) => [alias, maskUserInfo(url)] as const);
  return {
    data: { ...command, original_request: { ...request, input_files: Object.fromEntries(maskedInputs) } },
    timestamp: (view.command.completedAt ?? view.command.createdAt).getTime(),
  };
}

/** What a test ping sends: the event of a small command that never was. */
export function presentTestEvent(commandId: string, now: Date): WebhookEvent {
  const at = now.toISOString();
  const data: Command = {
    command_id: commandId,
    status: 'SUCCESS',
    command_type: 'FFMPEG_COMMAND',
    total_processing_seconds: 0,
    ffmpeg_command_run_seconds: 0,
    metadata: { test: true },
    error_status: null,
    error_message: null,
    output_files: {},
    original_request: {
      input_files: {},
      output_files: { out_test: 'test.mp4' },
      ffmpeg_command: '-f lavfi -i testsrc2=duration=1 {{out_test}}',
    },
    progress: 1,
    progress_detail: null,
    steps: [{ step: 1, status: 'SUCCESS', run_seconds: 0 }],
    queue_position: null,
    queue_seconds: 0,
    retry_of: null,
    batch_id: null,
    created_at: at,
    started_at: at,
    completed_at: at,
    timeline: [],
  };
  return { data, timestamp: now.getTime(), test: true };
}
