import { Injectable } from '@nestjs/common';
import type {
  PasskeyAttestation,
  PasskeyCreation,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import type { Passkey } from '@gatehouse/contracts/identity/passkeys';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { newId } from '../../../../kernel/id.js';
import { Config } from '../../../../platform/config/config.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import type { Client } from '../../devices/client.js';
import { type Enrolled, EnrolmentService } from '../enrolment.service.js';
import { toDescriptor } from './passkey-assertions.service.js';
import { ceremonyTime, PasskeyChallengesService } from './passkey-challenges.service.js';
import { PasskeyFactor } from './passkey.factor.js';
import { PasskeysRepository } from './passkeys.repository.js';
import type { PasskeyRow } from './passkeys.table.js';
import { userHandleOf } from './user-handle.js';
import { algorithms, challengeIn, relyingPartyOf, verifyAttestation } from './webauthn.js';

/** Most passkeys of one person. */
const mostPasskeys = 20;

/** The passkeys of whoever is signed in. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly repository: PasskeysRepository,
    private readonly challenges: PasskeyChallengesService,
    private readonly factor: PasskeyFactor,
    private readonly enrolment: EnrolmentService,
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Latest first. */
  async list({ userId }: SessionCaller): Promise<Passkey[]> {
    return (await this.repository.list(this.database.connection, userId)).map(toPasskey);
  }

  /** What the authenticator needs to make a passkey. @throws AppError `conflict` when there are too many. */
  async begin(caller: SessionCaller, account: string): Promise<PasskeyCreation> {
    const { userId, sessionId } = caller;
    const { connection } = this.database;
    await this.database.transaction((tx) => this.enrolment.lock(tx, caller));
    const known = await this.repository.list(connection, userId);
    if (known.length >= mostPasskeys) throw tooMany();
    return {
      rp: {
        id: relyingPartyOf(this.config.publicUrl).id,
        name: this.config.GATEHOUSE_PRODUCT_NAME,
      },
      user: { id: userHandleOf(userId), name: account, displayName: account },
      challenge: await this.challenges.issue(connection, 'registration', sessionId),
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      timeout: ceremonyTime,
      excludeCredentials: known.map(toDescriptor),
      // Security keys without room or PIN will do as a second factor.
      authenticatorSelection: {
        residentKey: 'preferred',
        requireResidentKey: false,
        userVerification: 'preferred',
      },
      attestation: 'none',
    };
  }

  /** @throws AppError `invalid_passkey`, `conflict` when it is known already or there are too many. */
  async register(
    caller: SessionCaller,
    name: string,
    credential: PasskeyAttestation,
    client: Client,
  ): Promise<Enrolled & { passkey: Passkey }> {
    const row = await this.accept(caller, name, credential);
    return this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if ((await this.repository.count(tx, caller.userId)) >= mostPasskeys) throw tooMany();
      if (!(await this.repository.insert(tx, row)))
        throw new AppError('conflict', { detail: 'This passkey is known already.' });
      const enrolled = await this.enrolment.complete(tx, caller, this.factor, client, name);
      return { ...enrolled, passkey: toPasskey(row) };
    });
  }

  /** @throws AppError `not_found` */
  async rename(caller: SessionCaller, id: string, name: string): Promise<Passkey> {
    return this.database.transaction(async (tx) => {
      const before = await this.repository.rename(tx, caller.userId, id, name);
      if (!before) throw new AppError('not_found');
      const change = { from: before.name, to: name };
      await this.enrolment.tellOfName(tx, caller, this.factor.method, change);
      return toPasskey({ ...before, name });
    });
  }

  /** The row of a new passkey. The challenge is used up whatever comes of it. */
  private async accept(
    { userId, sessionId }: SessionCaller,
    name: string,
    credential: PasskeyAttestation,
  ): Promise<PasskeyRow> {
    const challenge = challengeIn(credential.response.clientDataJSON);
    const asked = challenge !== null && (await this.use(challenge, sessionId));
    if (!asked) throw new AppError('invalid_passkey', { detail: 'Begin again.' });
    const relyingParty = relyingPartyOf(this.config.publicUrl);
    const made = await verifyAttestation(credential, challenge, relyingParty);
    if (!made) throw new AppError('invalid_passkey');
    return {
      id: newId(),
      userId,
      name,
      ...made,
      transports: credential.response.transports ?? [],
      createdAt: this.clock.now(),
      lastUsedAt: null,
      secondStepOnly: false,
    };
  }

  private async use(challenge: string, sessionId: string): Promise<boolean> {
    return this.database.transaction((tx: Transaction) =>
      this.challenges.consume(tx, challenge, 'registration', sessionId),
    );
  }
}

const tooMany = () =>
  new AppError('conflict', { detail: `Remove one first: ${mostPasskeys} passkeys are the most.` });

const toPasskey = ({ id, name, synced, createdAt, lastUsedAt }: PasskeyRow): Passkey => ({
  id,
  name,
  synced,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
