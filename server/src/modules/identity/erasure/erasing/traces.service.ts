import { Injectable } from '@nestjs/common';
import { erasedWordsPlace } from '@gatehouse/contracts/events';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Pace } from '../../../../platform/jobs/pace.js';
import { MailOutbox } from '../../../../platform/mail/mail-outbox.js';
import { ErasuresRepository } from '../erasures.repository.js';
import { PersonalDataRepository } from './personal-data.repository.js';

/** What others need, to forget somebody whom identity no longer knows. */
export interface Removed {
  /** The person's names, sealed for the listeners of `user.erased`. */
  readonly words: Buffer;
  /** Organizations that the person was in. */
  readonly organizations: readonly string[];
}

/** What identity's tables and the mails keep about people. */
@Injectable()
export class TracesService {
  constructor(
    private readonly repository: ErasuresRepository,
    private readonly data: PersonalDataRepository,
    private readonly mails: MailOutbox,
    private readonly cipher: FieldCipher,
    private readonly database: Database,
  ) {}

  /** People whose day has come. */
  async listDue(now: Date): Promise<string[]> {
    return this.repository.listDue(this.database.connection, now);
  }

  /** Removes what nobody looks at, some at a time: there may be very much, and others wait for the database. */
  async thinOut(userId: string): Promise<void> {
    const pace = new Pace();
    while (await this.data.removeSomeSessions(this.database.connection, userId)) await pace.rest();
  }

  /** Removes everything; null where the erasure was called off or had begun. */
  async remove(tx: Transaction, userId: string, now: Date): Promise<Removed | null> {
    const names = await this.data.listNames(tx, userId);
    const words = this.cipher.seal(JSON.stringify(names), erasedWordsPlace(userId));
    if (!(await this.repository.begin(tx, userId, words, now))) return null;
    const organizations = await this.data.listOrganizations(tx, userId);
    await this.data.remove(tx, userId, names, now);
    for (const name of names) await this.mails.forget(tx, name);
    return { words, organizations };
  }
}
