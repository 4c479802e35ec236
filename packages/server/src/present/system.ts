// The installation as the wire shows it to the operator.
import type { system } from '@renderio/contract';
import type { z } from 'zod';
import type { StorageFacts } from '../domain/storage-facts.ts';
import type { SystemFacts } from '../domain/system-facts.ts';

export function presentSystem(parts: {
  readonly facts: SystemFacts;
  readonly postgresVersion: string;
  readonly storage: StorageFacts;
}): z.input<typeof system> {
  const { facts, postgresVersion, storage } = parts;
  return {
    version: facts.version,
    node_version: facts.nodeVersion,
    postgres_version: postgresVersion,
    role: facts.role,
    host: facts.host,
    pid: facts.pid,
    started_at: facts.startedAt.toISOString(),
    about: { ...facts.about },
    storage: {
      kind: storage.kind,
      place: storage.place,
      free_bytes: storage.freeBytes,
      total_bytes: storage.totalBytes,
    },
    settings: facts.settings.map(({ name, value, source, isSecret, description }) => ({
      name,
      value,
      source,
      is_secret: isSecret,
      description,
    })),
  };
}
