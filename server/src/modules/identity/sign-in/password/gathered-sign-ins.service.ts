import { Injectable } from '@nestjs/common';
import type { Gatherer } from '../../../../platform/cache/gatherer.js';
import { gatherWhileHashing } from '../../../../platform/crypto/hash-gatherer.js';
import { PasswordHasher } from '../../../../platform/crypto/password-hasher.js';
import {
  type AcceptedPassword,
  type Acceptance,
  type Asking,
  PasswordSignInRepository,
  type SignInState,
} from './password-sign-in.repository.js';

/** Looks sign-ins up and begins their sessions: each at once, and while many wait, several in one statement. */
@Injectable()
export class GatheredSignInsService {
  private readonly lookUps: Readonly<Record<Asking['kind'], Gatherer<Asking, SignInState>>>;
  private readonly acceptances: Gatherer<AcceptedPassword, Acceptance>;

  constructor(repository: PasswordSignInRepository, hasher: PasswordHasher) {
    const lookUps = (kind: Asking['kind']) =>
      gatherWhileHashing<Asking, SignInState>(hasher, (asking) => repository.findAll(kind, asking));
    this.lookUps = { email: lookUps('email'), username: lookUps('username') };
    this.acceptances = gatherWhileHashing<AcceptedPassword, Acceptance>(hasher, (accepted) =>
      repository.acceptAll(accepted),
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
