import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import type { Factor } from './factor.js';
import type { PreferredFactorsRepository } from './preferred-factors.repository.js';

/** How a first step is named that proved no more than that the account's mail is read; RFC 8176 has no word for it. */
export const mailboxMethod = 'mail';

/** The second factors, by name, in the order they are offered. */
export class FactorsService {
  constructor(
    private readonly factors: readonly Factor[],
    private readonly preferred: PreferredFactorsRepository,
  ) {}

  get(method: SecondFactorMethod): Factor {
    const factor = this.factors.find((candidate) => candidate.method === method);
    if (!factor) throw new Error(`no factor is called ${method}`);
    return factor;
  }

  /** Takes every second factor away from a person, and what they wanted to be asked for first. */
  async removeAll(tx: Transaction, userId: string): Promise<void> {
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

  /** Whether a factor proves anything beside what was proved first (attack 15). */
  addsTo(firstMethod: string, method: SecondFactorMethod): boolean {
    return firstMethod !== mailboxMethod || !this.get(method).provesMailbox;
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
