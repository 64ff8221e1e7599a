import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type {
  PasskeyAssertion,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { Clock } from '../../../../kernel/clock.js';
import { Config } from '../../../../platform/config/config.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { UsersRepository } from '../../users/users.repository.js';
import { ceremonyTime, PasskeyChallengesService } from './passkey-challenges.service.js';
import { PasskeysRepository } from './passkeys.repository.js';
import type { Ceremony, PasskeyRow } from './passkeys.table.js';
import { userHandleOf } from './user-handle.js';
import { challengeIn, relyingPartyOf, verifyAssertion } from './webauthn.js';

/** What a signature is asked for. */
export interface Assertion {
  readonly ceremony: Exclude<Ceremony, 'registration'>;
  /** What it must belong to beside the ceremony. */
  readonly binding: string;
  /** Whose passkey it must be; any person's where it is the only step. */
  readonly userId: string | null;
  readonly requireUserVerification: boolean;
}

/** Asks for signatures of passkeys and checks them. */
@Injectable()
export class PasskeyAssertionsService {
  constructor(
    private readonly repository: PasskeysRepository,
    private readonly challenges: PasskeyChallengesService,
    private readonly users: UsersRepository,
    private readonly config: Config,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async begin(tx: Queryable, assertion: Assertion): Promise<PasskeyRequest> {
    const { ceremony, binding, userId, requireUserVerification } = assertion;
    const known = userId === null ? [] : await this.repository.list(tx, userId);
    return {
      challenge: await this.challenges.issue(tx, ceremony, binding),
      timeout: ceremonyTime,
      rpId: relyingPartyOf(this.config.publicUrl).id,
      allowCredentials: known.map(toDescriptor),
      userVerification: requireUserVerification ? 'required' : 'preferred',
    };
  }

  /**
   * The passkey that signed, or null. Whatever comes of it, its challenge is used up: commit the
   * transaction before an error is thrown.
   */
  async check(
    tx: Transaction,
    credential: PasskeyAssertion,
    { ceremony, binding, userId, requireUserVerification }: Assertion,
  ): Promise<PasskeyRow | null> {
    const challenge = challengeIn(credential.response.clientDataJSON);
    if (challenge === null) return null;
    if (!(await this.challenges.consume(tx, challenge, ceremony, binding))) return null;
    const id = Buffer.from(credential.id, 'base64url');
    const passkey = await this.repository.findByCredential(tx, id);
    if (!passkey || !belongsTo(passkey, userId, credential.response.userHandle)) return null;
    const counter = await verifyAssertion(credential, {
      challenge,
      relyingParty: relyingPartyOf(this.config.publicUrl),
      publicKey: passkey.publicKey,
      requireUserVerification,
    });
    if (counter === null) return null;
    const used = await this.repository.use(tx, passkey.id, counter, this.clock.now());
    if (!used) await this.tellOfRegression(tx, passkey);
    return used;
  }

  /** Whether a passkey is there and opens its account by itself. */
  async opensAlone(tx: Transaction, id: string): Promise<boolean> {
    return this.repository.opensAlone(tx, id);
  }

  /** Whoever is responsible for the person hears of it, though nobody is signed in. */
  private async tellOfRegression(tx: Transaction, { userId, id, name }: PasskeyRow): Promise<void> {
    const regressed = { userId, passkeyId: id, name };
    const user = await this.users.findAtHome(tx, userId);
    const about = { organizationId: user?.organizationId ?? null, actorId: null };
    await this.events.add(tx, events.passkeyCounterRegressed, regressed, about);
  }
}

/** Where nobody is named, the passkey has to say whose it is. */
const belongsTo = (passkey: PasskeyRow, userId: string | null, handle: string | undefined) =>
  (userId === null ? handle !== undefined : passkey.userId === userId) &&
  (handle === undefined || handle === userHandleOf(passkey.userId));

/** A passkey as browsers are told of it. */
export const toDescriptor = ({ credentialId, transports }: PasskeyRow) => ({
  id: credentialId.toString('base64url'),
  type: 'public-key' as const,
  transports,
});
