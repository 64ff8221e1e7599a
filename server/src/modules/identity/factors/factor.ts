import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { Queryable, Transaction } from '../../../platform/database/database.js';

/** A way to prove a second time who one is. Every folder beside this file is one. */
export abstract class Factor {
  /** Name at sign-in. */
  abstract readonly method: SecondFactorMethod;
  /** Its value in `amr` (RFC 8176). */
  abstract readonly reference: string;
  /** Whether the person can use it now. */
  abstract isReady(tx: Queryable, userId: string): Promise<boolean>;
  /** Checks a code and uses it up: of any number of callers with one code, exactly one gets true. */
  abstract verify(tx: Transaction, userId: string, code: string): Promise<boolean>;
}
