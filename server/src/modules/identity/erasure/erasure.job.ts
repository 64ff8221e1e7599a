import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { erasedWordsPlace, events } from '@gatehouse/contracts/events';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { DepartureService } from './departure.service.js';
import { ErasuresRepository } from './erasures.repository.js';
import { InactiveAccountsRepository } from './orders/inactive-accounts.repository.js';
import { PersonalDataRepository } from './personal-data.repository.js';
import { PersonalEventsRepository } from './personal-events.repository.js';

/** Milliseconds between statements that remove some rows of very many. */
const rest = 40;

/**
 * Erases people whose day has come: at once from identity's tables and the mails, and by the event
 * `user.erased` from what its listeners keep; from the events themselves once all have had them.
 */
@Injectable()
export class ErasureJob {
  constructor(
    private readonly repository: ErasuresRepository,
    private readonly departure: DepartureService,
    private readonly data: PersonalDataRepository,
    private readonly accounts: InactiveAccountsRepository,
    private readonly personalEvents: PersonalEventsRepository,
    private readonly mails: MailOutbox,
    private readonly cipher: FieldCipher,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    config: Config,
    jobs: Jobs,
  ) {
    jobs.register('identity.erase', () => this.run(), {
      schedule: { every: seconds(config.GATEHOUSE_ERASURE_EVERY_SECONDS) },
    });
  }

  /** One person who cannot be erased holds nobody else up. @throws AggregateError of what went wrong */
  async run(): Promise<void> {
    const { connection } = this.database;
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    for (const userId of await this.repository.listDue(connection, this.clock.now()))
      await this.erase(userId).catch(note);
    for (const { userId, words } of await this.repository.listUnswept(connection))
      if (words) await this.sweep(userId, words).catch(note);
    if (failures.length > 0) throw new AggregateError(failures, 'people were not erased');
  }

  /** Some at a time, as there may be very many, and others wait for the database. */
  private async thinOut(userId: string): Promise<void> {
    const { connection } = this.database;
    await this.database.transaction((tx) => this.departure.assertMayGo(tx, userId));
    while (await this.data.removeSomeSessions(connection, userId)) await sleep(rest);
  }

  private async erase(userId: string): Promise<void> {
    await this.thinOut(userId);
    await this.database.transaction(async (tx) => {
      // Whoever has become the last BOSS meanwhile stays until there is another.
      await this.accounts.hold(tx, userId);
      await this.departure.assertMayGo(tx, userId);
      const now = this.clock.now();
      const names = await this.data.listNames(tx, userId);
      const words = this.cipher.seal(JSON.stringify(names), erasedWordsPlace(userId));
      if (!(await this.repository.begin(tx, userId, words, now))) return;
      const organizations = await this.data.listOrganizations(tx, userId);
      await this.data.remove(tx, userId, names, now);
      for (const name of names) await this.mails.forget(tx, name);
      const told = { userId, sealedWords: words.toString('base64') };
      const about = { actorId: null, organizationId: null };
      await this.events.add(tx, events.userErased, told, about);
      // What is told above concerns the installation: each organization hears of it apart.
      for (const organizationId of organizations) {
        const erased = { userId, organizationId };
        await this.events.add(tx, events.memberErased, erased, { actorId: null, organizationId });
      }
    });
  }

  private async sweep(userId: string, words: Buffer): Promise<void> {
    const names = JSON.parse(this.cipher.open(words, erasedWordsPlace(userId))) as string[];
    await this.database.transaction(async (tx) => {
      if (await this.personalEvents.empty(tx, userId, names))
        await this.repository.finish(tx, userId);
    });
  }
}
