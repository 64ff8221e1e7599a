import type { Transaction } from '../database/database.js';
import type { Step } from '../database/gradual/through-rows.js';

/** Somebody who is erased. */
export interface ErasedPerson {
  readonly userId: string;
  /** Addresses, usernames and numbers of theirs alone. */
  readonly names: readonly string[];
  /** What happened later is none of theirs: who has such a name then is somebody else. */
  readonly erasedAt: Date;
}

export interface ErasedOrganization {
  readonly organizationId: string;
}

/** What a module does to forget somebody or an organization, in this order. */
export interface ErasureSteps {
  readonly person: readonly Step<ErasedPerson>[];
  readonly organization: readonly Step<ErasedOrganization>[];
}

/** What is little enough to be done at once. */
export function atOnce<S>(work: (tx: Transaction, subject: S) => Promise<unknown>): Step<S> {
  return async (tx, subject) => {
    await work(tx, subject);
    return null;
  };
}
