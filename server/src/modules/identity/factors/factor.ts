import type {
  PasskeyAssertion,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import type { CodeSent, SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { Queryable, Transaction } from '../../../platform/database/database.js';

/** The challenge that a proof is for: what is sent for one challenge proves nothing for another. */
export interface FactorChallenge {
  readonly userId: string;
  /** Hash of the challenge's token. */
  readonly challengeHash: Buffer;
}

/** A proof as it comes in. */
export interface FactorProof extends FactorChallenge {
  readonly code?: string | undefined;
  readonly credential?: PasskeyAssertion | undefined;
  /** Nothing else is proved: the authenticator must have verified the person. */
  readonly alone?: boolean;
}

/** What the person, or the person's device, has to be given before the proof. */
export interface FactorBeginning {
  readonly sent?: CodeSent;
  /** Sends what was prepared; to be called after the commit. */
  readonly deliver?: () => Promise<unknown>;
  readonly passkey?: PasskeyRequest;
}

/** A way to prove a second time who one is. Every folder beside this file is one. */
export abstract class Factor {
  /** Name at sign-in. */
  abstract readonly method: SecondFactorMethod;
  /** Its value in `amr` (RFC 8176). */
  abstract readonly reference: string;
  /** Whether failures delay the next attempt (G10): not where nobody could guess. */
  readonly guessable: boolean = true;
  /** Whether it proves that the account's mail is read: no second factor beside a link that came there. */
  readonly provesMailbox: boolean = false;
  /** Whether the person can use it now. */
  abstract isReady(tx: Queryable, userId: string): Promise<boolean>;
  /** Begins a proof; most factors need nothing for it. */
  begin(_tx: Transaction, _challenge: FactorChallenge): Promise<FactorBeginning> {
    return Promise.resolve({});
  }
  /** Checks a proof and uses it up: of any number of callers with one code, exactly one gets true. */
  abstract verify(tx: Transaction, proof: FactorProof): Promise<boolean>;
  /** Takes it away from the person, with whatever of it waits to be confirmed. */
  abstract removeAll(tx: Transaction, userId: string): Promise<void>;
  /** A new password came by mail, which proved the mailbox and nothing else. */
  passwordReset(_tx: Transaction, _userId: string): Promise<void> {
    return Promise.resolve();
  }
  /** The person proved another factor. */
  otherProved(_tx: Transaction, _userId: string): Promise<void> {
    return Promise.resolve();
  }
}
