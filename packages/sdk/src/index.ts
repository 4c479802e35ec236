// The SDK: a typed client of the API, made from the same table as the server. Runs on Node 20 and in browsers.
export type {
  AccountEvent,
  Command,
  CommandEvent,
  CommandOutput,
  DetailEntry,
  File,
  Preset,
  WebhookEvent,
} from '@renderio/contract';
export {
  type AdminClient,
  type Client,
  type ClientOptions,
  createAdminClient,
  createClient,
  createSessionClient,
  type SessionClient,
  type Stored,
} from './client.ts';
export type { CallOptions, Methods, MethodsOf } from './methods.ts';
export { CommandFailedError, RenderioError, type RenderioErrorCode } from './renderio-error.ts';
export type { RunRequest, WaitOptions } from './run.ts';
export type { TransportOptions } from './transport.ts';
export type { UploadSource } from './upload-body.ts';
export type { ResumableUploadOptions } from './upload-resumably.ts';
export { verifyWebhook, type WebhookHeaders, WebhookVerificationError } from './verify-webhook.ts';
