// The contract package: what goes over the wire.
export * from './commands.ts';
export * from './endpoint.ts';
export * from './endpoints.ts';
export * from './errors.ts';
export * from './failures.ts';
export * from './fields.ts';
export * from './files.ts';
