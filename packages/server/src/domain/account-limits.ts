// The limits that are set account by account; what is not set for an account is the installation's default.

export interface AccountLimits {
  /** Requests that queue work. */
  readonly submitsPerMinute: number;
  /** All other requests. */
  readonly requestsPerMinute: number;
  /** Commands that wait to be started. */
  readonly queuedCommands: number;
}

/** An account's own limits; null where the default holds. */
export type OwnLimits = { readonly [Name in keyof AccountLimits]: number | null };

export function limitsInForce(own: OwnLimits, defaults: AccountLimits): AccountLimits {
  return {
    submitsPerMinute: own.submitsPerMinute ?? defaults.submitsPerMinute,
    requestsPerMinute: own.requestsPerMinute ?? defaults.requestsPerMinute,
    queuedCommands: own.queuedCommands ?? defaults.queuedCommands,
  };
}
