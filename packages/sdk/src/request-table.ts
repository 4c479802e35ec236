// How each endpoint is called, by its name. Made by npm run generate; change the table it is made from instead.
import type { adminEndpoints, endpoints, sessionEndpoints } from '@renderio/contract';
import type { RequestsOf } from './methods.ts';

export const apiPrefix = '/api/v1';
export const apiRequests: RequestsOf<typeof endpoints> = {
  runFfmpegCommand: { method: 'POST', path: '/run-ffmpeg-command', takesIdempotencyKey: true },
  runChainedFfmpegCommands: { method: 'POST', path: '/run-chained-ffmpeg-commands', takesIdempotencyKey: true },
  runMultipleFfmpegCommands: { method: 'POST', path: '/run-multiple-ffmpeg-commands', takesIdempotencyKey: true },
  getCommand: { method: 'GET', path: '/commands/:commandId' },
  getCommandLog: { method: 'GET', path: '/commands/:commandId/log', answerKind: 'text' },
  getCommandEvents: { method: 'GET', path: '/commands/:commandId/events', answerKind: 'events' },
  cancelCommand: { method: 'POST', path: '/commands/:commandId/cancel' },
  retryCommand: { method: 'POST', path: '/commands/:commandId/retry' },
  deleteCommandFiles: { method: 'DELETE', path: '/commands/:commandId/files' },
  validateCommand: { method: 'POST', path: '/validate' },
  listCommands: { method: 'GET', path: '/commands' },
  getEvents: { method: 'GET', path: '/events', answerKind: 'events' },
  uploadFile: { method: 'POST', path: '/files/upload', bodyKind: 'multipart' },
  storeFile: { method: 'POST', path: '/files/store-file', takesIdempotencyKey: true },
  probe: { method: 'POST', path: '/probe' },
  getFile: { method: 'GET', path: '/files/:fileId' },
  listFiles: { method: 'GET', path: '/files' },
  deleteFile: { method: 'DELETE', path: '/files/:fileId' },
  createPreset: { method: 'POST', path: '/presets' },
  listPresets: { method: 'GET', path: '/presets' },
  getPreset: { method: 'GET', path: '/presets/:presetId' },
  updatePreset: { method: 'PUT', path: '/presets/:presetId' },
  deletePreset: { method: 'DELETE', path: '/presets/:presetId' },
  executePreset: { method: 'POST', path: '/presets/:presetId/execute', takesIdempotencyKey: true },
  listKeys: { method: 'GET', path: '/keys' },
  createKey: { method: 'POST', path: '/keys' },
  revokeKey: { method: 'DELETE', path: '/keys/:keyId' },
  getLimits: { method: 'GET', path: '/limits' },
  getUsage: { method: 'GET', path: '/usage' },
  getFfmpegBuild: { method: 'GET', path: '/ffmpeg' },
  getFfmpegFilter: { method: 'GET', path: '/ffmpeg/filters/:name' },
  getFfmpegEncoder: { method: 'GET', path: '/ffmpeg/encoders/:name' },
  getWebhookConfig: { method: 'GET', path: '/webhook-config' },
  putWebhookConfig: { method: 'PUT', path: '/webhook-config' },
  deleteWebhookConfig: { method: 'DELETE', path: '/webhook-config' },
  rotateWebhookSecret: { method: 'POST', path: '/webhook-config/rotate-secret' },
  testWebhook: { method: 'POST', path: '/webhook-config/test' },
  listWebhookDeliveries: { method: 'GET', path: '/webhook-deliveries' },
  getWebhookDelivery: { method: 'GET', path: '/webhook-deliveries/:deliveryId' },
  replayWebhookDelivery: { method: 'POST', path: '/webhook-deliveries/:deliveryId/replay' },
};

export const adminPrefix = '/api/admin';
export const adminRequests: RequestsOf<typeof adminEndpoints> = {
  createAccount: { method: 'POST', path: '/accounts' },
  listAccounts: { method: 'GET', path: '/accounts' },
  changeAccount: { method: 'PATCH', path: '/accounts/:accountId' },
  createKeyOfAccount: { method: 'POST', path: '/accounts/:accountId/keys' },
  listKeysOfAccount: { method: 'GET', path: '/accounts/:accountId/keys' },
  revokeAnyKey: { method: 'DELETE', path: '/keys/:keyId' },
  listWorkers: { method: 'GET', path: '/workers' },
  drainWorker: { method: 'POST', path: '/workers/:workerId/drain' },
  resumeWorker: { method: 'DELETE', path: '/workers/:workerId/drain' },
  getSystem: { method: 'GET', path: '/system' },
};

export const sessionPrefix = '/api';
export const sessionRequests: RequestsOf<typeof sessionEndpoints> = {
  getSession: { method: 'GET', path: '/session' },
  signIn: { method: 'POST', path: '/session' },
  signOut: { method: 'DELETE', path: '/session' },
};
