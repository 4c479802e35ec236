// What a process knows of itself and does not change while it runs.

export interface SettingInForce {
  readonly name: string;
  /** Null of a secret, and of one that is worked out or has nothing. */
  readonly value: string | null;
  readonly source: 'environment' | 'default';
  readonly isSecret: boolean;
  readonly description: string;
}

export interface SystemFacts {
  readonly version: string;
  readonly nodeVersion: string;
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Date;
  /** Versions and states by name, as `/health` tells them. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly settings: readonly SettingInForce[];
}
