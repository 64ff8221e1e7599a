import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import type { EnrolledFactorsRepository } from './enrolled-factors.repository.js';
import type { Factor } from './factor.js';
import type { PreferredFactorsRepository } from './preferred-factors.repository.js';

/** How a first step is named that proved no more than that the account's mail is read; RFC 8176 has no word for it. */
export const mailboxMethod = 'mail';

/** For whom a second factor is asked, and what for. */
export interface Asked {
  readonly userId: string;
  /** Where the session acts. */
  readonly organizationId: string | null;
  /** What was proved first. */
  readonly firstMethod: string;
  /** The session that proves again; null at a sign-in. */
  readonly sessionId: string | null;
}

/** The second factors, by name, in the order they are offered. */
export class FactorsService {
  constructor(
    private readonly factors: readonly Factor[],
    private readonly preferred: PreferredFactorsRepository,
    private readonly enrolled: EnrolledFactorsRepository,
  ) {}

  get(method: SecondFactorMethod): Factor {
    const factor = this.factors.find((candidate) => candidate.method === method);
    if (!factor) throw new Error(`no factor is called ${method}`);
    return factor;
  }

  /** Takes every second factor away from a person, and what they wanted to be asked for first. */
  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.enrolled.lock(tx, userId);
    for (const factor of this.factors) await factor.removeAll(tx, userId);
    await this.preferred.set(tx, userId, null);
  }

  /** Methods that the person can finish a sign-in with, the preferred one first. */
  async listReady(tx: Queryable, userId: string): Promise<SecondFactorMethod[]> {
    const ready: SecondFactorMethod[] = [];
    for (const factor of this.factors)
      if (await factor.isReady(tx, userId)) ready.push(factor.method);
    const preferred = await this.preferred.find(tx, userId);
    return ready.toSorted((a, b) => Number(b === preferred) - Number(a === preferred));
  }

  /** Of those, what is offered for a proof, the preferred one first. */
  async listOffered(tx: Queryable, asked: Asked): Promise<SecondFactorMethod[]> {
    const offered = await this.offerOf(tx, asked);
    return (await this.listReady(tx, asked.userId)).filter(offered);
  }

  /** Whether a method is good for a proof, where the person has it. */
  async isOffered(tx: Queryable, asked: Asked, method: SecondFactorMethod): Promise<boolean> {
    return (await this.offerOf(tx, asked))(method);
  }

  /**
   * A factor has to prove something beside what was proved first (attack 15), and to count in the
   * organization, where the person has one that does: else they get in to turn one on. A session
   * that proves itself again may be about to change factors, which open every organization.
   */
  private async offerOf(
    tx: Queryable,
    { userId, organizationId, firstMethod, sessionId }: Asked,
  ): Promise<(method: SecondFactorMethod) => boolean> {
    const where = sessionId === null ? organizationId : undefined;
    const accepted = await this.enrolled.listAccepted(tx, userId, where);
    return (method) =>
      (firstMethod !== mailboxMethod || !this.get(method).provesMailbox) &&
      (method === 'backup_code' || accepted.length === 0 || accepted.includes(method));
  }

  /** A new password came by mail. */
  async passwordReset(tx: Transaction, userId: string): Promise<void> {
    for (const factor of this.factors) await factor.passwordReset(tx, userId);
  }

  /** The person proved a factor: tells all others. */
  async proved(tx: Transaction, userId: string, method: SecondFactorMethod): Promise<void> {
    for (const factor of this.factors)
      if (factor.method !== method) await factor.otherProved(tx, userId);
  }
}
