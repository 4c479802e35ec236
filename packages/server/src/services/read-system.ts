// What the installation is made of and how it is set, for the operator; no secret is in it.
import type { StorageFacts } from '../domain/storage-facts.ts';
import type { SystemFacts } from '../domain/system-facts.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { type Database, readServerVersion } from '../store/database.ts';

export interface System {
  readonly facts: SystemFacts;
  readonly postgresVersion: string;
  readonly storage: StorageFacts;
}

export async function readSystem(parts: {
  readonly database: Database;
  readonly storage: ObjectStore;
  readonly systemFacts: SystemFacts;
}): Promise<System> {
  const [postgresVersion, storage] = await Promise.all([readServerVersion(parts.database), parts.storage.describe()]);
  return { facts: parts.systemFacts, postgresVersion, storage };
}
