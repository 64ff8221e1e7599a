import { PersonalData } from '../../src/modules/identity/account-export/personal-data.port.js';
import 'reflect-metadata';
import type { Abstract, DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type EventContract, type EventData, events } from '@gatehouse/contracts/events';
import { Clock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/id.js';
import { type Audience, Audiences } from '../../src/modules/identity/audiences/audiences.port.js';
import {
  SmsBudgets,
  type UsedUp,
} from '../../src/modules/identity/factors/sms-code/sms-budgets.port.js';
import {
  type Reachable,
  UserDirectory,
} from '../../src/modules/identity/users/user-directory.port.js';
import { Dispatcher } from '../../src/modules/notifications/carriage/dispatcher.js';
import { TextSender } from '../../src/modules/notifications/carriage/text-sender.js';
import { newNotice } from '../../src/modules/notifications/notices/notice.js';
import { NoticesListener } from '../../src/modules/notifications/notices/notices.listener.js';
import { NoticesRepository } from '../../src/modules/notifications/notices/notices.repository.js';
import { TellingService } from '../../src/modules/notifications/notices/telling.service.js';
import { NotificationsModule } from '../../src/modules/notifications/notifications.module.js';
import { Cache } from '../../src/platform/cache/cache.js';
import { MemoryCache } from '../../src/platform/cache/memory-cache.js';
import { Config, loadConfig } from '../../src/platform/config/config.js';
import { AesFieldCipher } from '../../src/platform/crypto/aes-field-cipher.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { Database } from '../../src/platform/database/database.js';
import type { EventOptions } from '../../src/platform/events/envelope.js';
import { Erasures } from '../../src/platform/erasure/erasures.js';
import { ErasuresRepository } from '../../src/platform/erasure/erasures.repository.js';
import { EventDirectory } from '../../src/platform/events/event-listener.js';
import { OutboxRepository } from '../../src/platform/events/outbox/outbox.repository.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { MailOutbox, type OutgoingMail } from '../../src/platform/mail/mail-outbox.js';
import { MailsRepository } from '../../src/platform/mail/mails.repository.js';
import { SmsSender } from '../../src/platform/sms/sms-sender.js';
import { Logger } from '../../src/platform/telemetry/logger.js';
import { Metrics } from '../../src/platform/telemetry/metrics.js';
import { PrometheusMetrics } from '../../src/platform/telemetry/prometheus-metrics.js';
import { HandTransport, openInstance, openShop, QuietLogger } from './events.js';

/** People whom a test makes up. */
class TestDirectory extends UserDirectory {
  readonly people = new Map<string, Reachable>();
  staff: string[] = [];

  namesOf = async (ids: readonly string[]) =>
    new Map(ids.map((id) => [id, this.people.get(id)?.firstName ?? '']));
  members: string[] = [];
  contactsOf = async () => this.contactOf(this.members);
  contactOf = async (ids: readonly string[]) => ids.flatMap((id) => this.people.get(id) ?? []);
  staffContacts = async () => this.contactOf(this.staff);
  staffAmong = async (ids: readonly string[]) =>
    new Set(ids.filter((id) => this.staff.includes(id)));
  /** Whoever left the organization. */
  readonly former = new Set<string>();
  membersAmong = async (_organizationId: string, ids: readonly string[]) =>
    new Set(ids.filter((id) => !this.former.has(id)));
}

/** Budgets that a test fills and empties. */
class TestBudgets extends SmsBudgets {
  usedUp: UsedUp | null = null;
  taken = 0;

  override take(): Promise<UsedUp | null> {
    if (!this.usedUp) this.taken += 1;
    return Promise.resolve(this.usedUp);
  }
  override giveBack(): Promise<void> {
    this.taken -= 1;
    return Promise.resolve();
  }
}

/** All people whom a test makes up are in the one organization. */
class TestAudiences extends Audiences {
  constructor(private readonly directory: TestDirectory) {
    super();
  }

  knows = async () => true;
  count = async () => this.directory.people.size;
  list = async (_organizationId: string, _audience: Audience, limit: number, afterId = '') =>
    [...this.directory.people.keys()]
      .toSorted()
      .filter((id) => id > afterId)
      .slice(0, limit);
}

class PlatformDouble {
  readonly name = 'platform';
}
class NotificationsTestModule {
  readonly name = 'test';
}

/** The notifications module as it is, without HTTP, over a database of its own; nothing runs by itself. */
export async function startNotifications(sms: SmsSender, settings: Record<string, string> = {}) {
  const shop = await openShop();
  const { database, clock } = shop;
  const keys = new KeyRing([{ id: 'k1', bytes: Buffer.alloc(32, 1) }]);
  const cipher = new AesFieldCipher(keys);
  const outbox = new MailOutbox(new MailsRepository(), cipher, clock);
  const people = new TestDirectory();
  const budgets = new TestBudgets();
  const smtp = { SMTP_URL: 'smtp://127.0.0.1:9', ...settings };
  const platform: DynamicModule = {
    module: PlatformDouble,
    global: true,
    providers: [
      { provide: Config, useValue: loadConfig({ NODE_ENV: 'test', ...smtp }) },
      { provide: Clock, useValue: clock },
      { provide: Database, useValue: database },
      { provide: KeyRing, useValue: keys },
      { provide: FieldCipher, useValue: cipher },
      { provide: Cache, useClass: MemoryCache },
      { provide: Jobs, useValue: { register: () => undefined } },
      { provide: MailOutbox, useValue: outbox },
      { provide: SmsSender, useValue: sms },
      { provide: SmsBudgets, useValue: budgets },
      { provide: UserDirectory, useValue: people },
      { provide: Audiences, useValue: new TestAudiences(people) },
      { provide: PersonalData, useValue: { register: () => undefined } },
      { provide: Logger, useClass: QuietLogger },
      {
        provide: Metrics,
        useFactory: () => new PrometheusMetrics({ service: 'test', process: false }),
      },
      EventDirectory,
      OutboxRepository,
      ErasuresRepository,
      Erasures,
    ],
  };
  const exported = platform.providers ?? [];
  const root = {
    module: NotificationsTestModule,
    imports: [{ ...platform, exports: exported }, NotificationsModule],
  };
  const app = await NestFactory.createApplicationContext(root, {
    logger: ['error'],
    abortOnError: false,
  });
  const get = <T>(type: Type<T> | Abstract<T>): T => app.get(type, { strict: false });
  for (const part of [TellingService, Dispatcher, TextSender])
    await get<{ beforeApplicationShutdown(): Promise<void> }>(part).beforeApplicationShutdown();
  const transport = new HandTransport();
  const instance = openInstance(shop, [get(NoticesListener)], transport);

  return {
    clock,
    database,
    pool: shop.pool,
    outbox,
    people,
    budgets,
    cipher,
    get,

    /** Forgets whom events told of. */
    erase: () => get(Erasures).run('notifications'),

    /** Somebody who can be told; the id. */
    addPerson(person: Partial<Reachable> = {}): string {
      const userId = newId();
      people.people.set(userId, {
        userId,
        email: `${userId}@example.com`,
        firstName: 'Ada',
        lastName: 'Lovelace',
        locale: null,
        emailVerified: true,
        phone: null,
        isActive: true,
        ...person,
      });
      return userId;
    },

    /** Something happens: it is added to an outbox, relayed and handled. */
    async happen<E extends EventContract>(
      event: E,
      data: EventData<E>,
      about: EventOptions = {},
    ): Promise<void> {
      await database.transaction((tx) => shop.events.add(tx, event, data, about));
      while ((await instance.relay.publish('shop')) > 0);
      await transport.handOver(instance.delivery);
    },

    /** Tells somebody plain words. */
    async notify(userIds: string[], subject: string, wish: object = {}): Promise<void> {
      const content = { subject, text: `About: ${subject}` };
      const notice = newNotice({ category: 'messages', userIds, content, ...wish }, clock.now());
      await get(NoticesRepository).insertAll(database.connection, [notice]);
    },

    /** Does what is due. */
    async work(): Promise<void> {
      await get(TellingService).workDue();
      await get(Dispatcher).workDue();
      await get(TextSender).workDue();
    },

    /** Every mail so far, oldest first. */
    async mails(): Promise<(OutgoingMail & { id: string })[]> {
      const rows = await new MailsRepository().list(database.connection, 1000);
      return rows.map((row) => ({ id: row.id, ...outbox.open(row) })).toReversed();
    },

    /** What became of what was sent to somebody, in the order in which it was made. */
    async deliveriesOf(userId: string) {
      const { rows } = await shop.pool.query<{ id: string; channel: string; state: string }>(
        'SELECT id, channel, state FROM notifications.deliveries WHERE user_id = $1 ORDER BY id',
        [userId],
      );
      return rows;
    },

    async stepsOf(deliveryId: string): Promise<string[]> {
      const { rows } = await shop.pool.query<{ line: string }>(
        `SELECT state || ': ' || detail AS line FROM notifications.delivery_steps
          WHERE delivery_id = $1 ORDER BY id`,
        [deliveryId],
      );
      return rows.map(({ line }) => line);
    },

    async inboxOf(userId: string) {
      const { rows } = await shop.pool.query<{ title: string; body: string; category: string }>(
        `SELECT title, body, category FROM notifications.notifications
          WHERE user_id = $1 ORDER BY id`,
        [userId],
      );
      return rows;
    },

    async stop(): Promise<void> {
      await app.close();
      await shop.close();
    },
  };
}
export type TestNotifications = Awaited<ReturnType<typeof startNotifications>>;

/** The event of an erasure, as identity tells it. */
export const erasureOf = (
  notifications: TestNotifications,
  userId: string,
  words: readonly string[],
): EventData<typeof events.userErased> => ({
  userId,
  sealedWords: notifications.cipher
    .seal(JSON.stringify(words), `user.erased:${userId}`)
    .toString('base64'),
});
