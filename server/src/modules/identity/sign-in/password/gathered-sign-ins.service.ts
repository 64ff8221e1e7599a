import { Injectable } from '@nestjs/common';
import { Gatherer } from '../../../../platform/cache/gatherer.js';
import { PasswordHasher } from '../../../../platform/crypto/password-hasher.js';
import {
  type AcceptedPassword,
  type Acceptance,
  type Asking,
  PasswordSignInRepository,
  type SignInState,
} from './password-sign-in.repository.js';

/** Share of the wait for a hash that a sign-in waits for others to share a statement with. */
const share = 0.5;
/** Longest time that it does, in milliseconds. */
const longest = 100;
const mostTogether = 16;

/**
 * Looks sign-ins up and begins their sessions: each at once, and while many wait for their password
 * to be hashed, several in one statement. The hashing threads have enough to do meanwhile, and get the
 * part of the cores that a statement for each would take.
 */
@Injectable()
export class GatheredSignInsService {
  private readonly lookUps: Readonly<Record<Asking['kind'], Gatherer<Asking, SignInState>>>;
  private readonly acceptances: Gatherer<AcceptedPassword, Acceptance>;

  constructor(repository: PasswordSignInRepository, hasher: PasswordHasher) {
    const patience = () => Math.min(longest, share * hasher.expectedWait);
    const lookUps = (kind: Asking['kind']) =>
      new Gatherer<Asking, SignInState>(
        (asking) => repository.findAll(kind, asking),
        patience,
        mostTogether,
      );
    this.lookUps = { email: lookUps('email'), username: lookUps('username') };
    this.acceptances = new Gatherer(
      (accepted) => repository.acceptAll(accepted),
      patience,
      mostTogether,
    );
  }

  /** What is known of whoever wants to sign in. */
  find(asking: Asking): Promise<SignInState> {
    return this.lookUps[asking.kind].add(asking);
  }

  /** Begins the session of an accepted password, forgets former failures and tells of it. */
  accept(accepted: AcceptedPassword): Promise<Acceptance> {
    return this.acceptances.add(accepted);
  }
}
