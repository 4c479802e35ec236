// A webhook and its deliveries as the server knows them.
import type { DeliveryStatus } from '@renderio/contract';

export interface WebhookConfigRecord {
  readonly url: string;
  readonly isDeleted: boolean;
  readonly consecutiveFailures: number;
  /** When it was disabled for failing. */
  readonly disabledAt: Date | null;
  readonly isSigned: boolean;
  /** While the secret before the last rotation signs as well. */
  readonly previousSecretUntil: Date | null;
}

export interface DeliveryRecord {
  readonly id: string;
  /** Null of a test ping. */
  readonly commandId: string | null;
  readonly isTest: boolean;
  readonly isOwnUrl: boolean;
  /** The command's own, else the account's as it is now; null when that is gone. */
  readonly url: string | null;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  readonly nextAttemptAt: Date | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface DeliveryAttemptRecord {
  readonly startedAt: Date;
  readonly url: string | null;
  readonly seconds: number;
  readonly statusCode: number | null;
  readonly responseBody: string | null;
  readonly errorMessage: string | null;
}

/** How one attempt went. */
export interface DeliveryAttempt {
  readonly url: string | null;
  readonly seconds: number;
  readonly statusCode: number | null;
  readonly responseBody: string | null;
  readonly retryAfterSeconds: number | null;
  /** Null: it was accepted. */
  readonly errorMessage: string | null;
}

/** Host and port that a URL goes to. */
export function receiverOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
