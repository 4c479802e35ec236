// The limits that are set account by account; what is not set for an account is the installation's default.
import { type AccountLimitName, accountLimitRows } from '@renderio/contract';

/** Every limit in force; what each means is in the contract's table. */
export type AccountLimits = Readonly<Record<AccountLimitName, number>>;

/** An account's own limits; the default holds for what is left out. */
export type OwnLimits = Readonly<Partial<AccountLimits>>;

export function limitsInForce(own: OwnLimits, defaults: AccountLimits): AccountLimits {
  return { ...defaults, ...own };
}

/** Changes of own limits: null goes back to the default. */
export type LimitChanges = Readonly<Partial<Record<AccountLimitName, number | null>>>;

/** Limits by their public names, as the database keeps and the wire shows them. */
export type LimitsByWireName = Readonly<Record<string, number | null | undefined>>;

/** What is left out stays out; names that are none are passed over, such as those of a newer server. */
export function limitsOfWireNames(named: LimitsByWireName): LimitChanges {
  return Object.fromEntries(
    accountLimitRows.flatMap(([name, { wireName }]) => {
      const value = named[wireName];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The other way. */
export function limitsByWireName(limits: LimitChanges): Record<string, number | null> {
  return Object.fromEntries(
    accountLimitRows.flatMap(([name, { wireName }]) => {
      const value = limits[name];
      return value === undefined ? [] : [[wireName, value]];
    }),
  );
}
