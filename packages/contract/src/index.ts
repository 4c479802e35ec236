// The contract package: what goes over the wire.
export {
  type AccountLimitName,
  type AccountLimitWireName,
  accountLimitRows,
  accountLimits,
  accountLimitTable,
  changedLimits,
} from './account-limits.ts';
export * from './admin.ts';
export * from './commands.ts';
export * from './endpoint.ts';
export * from './endpoints.ts';
export * from './error-body.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './failures.ts';
export * from './ffmpeg.ts';
export * from './fields.ts';
export * from './files.ts';
export type { JsonSchema } from './json-schema.ts';
export * from './keys.ts';
export { errorCodesOf, type OpenApiDocument, type Operation, openApiDocument, type Parameter } from './openapi.ts';
export * from './presets.ts';
export * from './request-limits.ts';
export * from './session.ts';
export * from './usage.ts';
export * from './webhook-event.ts';
export * from './webhooks.ts';
