import 'reflect-metadata';
import type { Abstract, DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { expect } from 'vitest';
import { permissionsOf, type Role } from '@gatehouse/contracts/permissions';
import { Clock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/id.js';
import { IdentityModule } from '../../src/modules/identity/identity.module.js';
import { noEntitlement } from '../../src/modules/identity/roles/entitlement.js';
import { RecoveryService } from '../../src/modules/identity/recovery/recovery.service.js';
import { SessionsService } from '../../src/modules/identity/sessions/sessions.service.js';
import { UserCredentialsRepository } from '../../src/modules/identity/users/user-credentials.repository.js';
import { AccountsService } from '../../src/modules/identity/users/accounts.service.js';
import { newUser } from '../../src/modules/identity/users/new-user.js';
import { Config, loadConfig } from '../../src/platform/config/config.js';
import { AesFieldCipher } from '../../src/platform/crypto/aes-field-cipher.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { PasswordHasher } from '../../src/platform/crypto/password-hasher.js';
import { Resealer } from '../../src/platform/crypto/resealer.js';
import { Changes } from '../../src/platform/database/changes.js';
import { Instances } from '../../src/platform/database/instances.js';
import { Database } from '../../src/platform/database/database.js';
import { RateLimiter } from '../../src/platform/http/rate-limiter.js';
import { EventDirectory } from '../../src/platform/events/event-listener.js';
import { OutboxRepository } from '../../src/platform/events/outbox/outbox.repository.js';
import type { SessionCaller } from '../../src/platform/http/caller.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { MailOutbox, type OutgoingMail } from '../../src/platform/mail/mail-outbox.js';
import { MailsRepository } from '../../src/platform/mail/mails.repository.js';
import { openPlaces } from '../../src/platform/places/geoip-places.js';
import { PlaceFinder } from '../../src/platform/places/place-finder.js';
import { SmsSender } from '../../src/platform/sms/sms-sender.js';
import { Logger } from '../../src/platform/telemetry/logger.js';
import { Metrics } from '../../src/platform/telemetry/metrics.js';
import { PrometheusMetrics } from '../../src/platform/telemetry/prometheus-metrics.js';
import { createTestDatabase } from './database.js';
import { QuietLogger, TestClock } from './events.js';

/** Long enough for an account with one factor. */
export const password = 'a long enough passphrase 7';

/** Takes no time. */
class PlainHasher extends PasswordHasher {
  hash = (text: string) => Promise.resolve(`plain:${text}`);
  verify = (hash: string | null, text: string) => Promise.resolve(hash === `plain:${text}`);
  isOutdated = () => false;
  assertRoom = () => undefined;
  get expectedWait(): number {
    return 0;
  }
}

/** An event as it lies in the outbox. */
export interface ToldEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly organizationid?: string;
  readonly actorid?: string;
}

class PlatformDouble {
  readonly name = 'platform';
}

class IdentityTestModule {
  readonly name = 'test';
}

/** The identity module as it is, without HTTP, over a database of its own; nothing runs by itself. */
export async function startIdentity(settings: Readonly<Record<string, string>> = {}) {
  const created = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: created.url, max: 10 });
  pool.on('error', () => {});
  const database = new Database(pool);
  const clock = new TestClock();
  const keys = new KeyRing([{ id: 'k1', bytes: Buffer.alloc(32, 1) }]);
  const cipher = new AesFieldCipher(keys);
  const mailbox = new MailOutbox(new MailsRepository(), cipher, clock);
  const platform: DynamicModule = {
    module: PlatformDouble,
    global: true,
    providers: [
      { provide: Config, useValue: loadConfig({ NODE_ENV: 'test', ...settings }) },
      { provide: Clock, useValue: clock },
      { provide: Database, useValue: database },
      { provide: Instances, useValue: { soleTerm: 0 } },
      Changes,
      { provide: KeyRing, useValue: keys },
      { provide: FieldCipher, useValue: cipher },
      { provide: PasswordHasher, useClass: PlainHasher },
      { provide: Resealer, useValue: { register: () => undefined } },
      { provide: Jobs, useValue: { register: () => undefined, add: () => Promise.resolve() } },
      { provide: MailOutbox, useValue: mailbox },
      { provide: PlaceFinder, useValue: openPlaces(undefined, new QuietLogger()) },
      { provide: SmsSender, useValue: { available: false, send: () => Promise.resolve() } },
      {
        provide: RateLimiter,
        useValue: { check: () => ({ allowed: true }), penalize: () => undefined },
      },
      { provide: Logger, useClass: QuietLogger },
      {
        provide: Metrics,
        useFactory: () => new PrometheusMetrics({ service: 'test', process: false }),
      },
      EventDirectory,
      OutboxRepository,
    ],
  };
  const root: DynamicModule = {
    module: IdentityTestModule,
    imports: [{ ...platform, exports: platform.providers ?? [] }, IdentityModule],
  };
  const app = await NestFactory.createApplicationContext(root, {
    logger: ['error'],
    abortOnError: false,
  });
  const get = <T>(type: Type<T> | Abstract<T>): T => app.get(type, { strict: false });

  return {
    clock,
    database,
    get,

    /** Every event so far, oldest first. */
    async events(): Promise<ToldEvent[]> {
      const { rows } = await pool.query<{ event: ToldEvent }>(
        'SELECT event FROM identity.outbox ORDER BY position',
      );
      return rows.map((row) => row.event);
    },

    /** Every mail so far, oldest first. */
    async mails(): Promise<OutgoingMail[]> {
      const rows = await new MailsRepository().list(database.connection, 1000);
      return rows.map((row) => mailbox.open(row)).toReversed();
    },

    /** An organization without members. */
    async addOrganization(name = 'Northwind'): Promise<string> {
      const id = newId();
      await pool.query(
        'INSERT INTO identity.organizations (id, name, created_at) VALUES ($1, $2, now())',
        [id, name],
      );
      return id;
    },

    /** A person who can sign in with `password`; the caller that they would be. */
    async addPerson(
      person: {
        email?: string;
        organizationId?: string;
        role?: Role;
        firstName?: string;
        lastName?: string;
      } = {},
    ): Promise<SessionCaller> {
      const { email = `${newId()}@example.com`, organizationId = null, role = null } = person;
      const { firstName = 'Ada', lastName = 'Byron' } = person;
      const now = clock.now();
      const given = { email, firstName, lastName, emailVerifiedAt: now };
      const user = newUser({ ...given, passwordHash: `plain:${password}` }, now);
      const entitlement = { ...noEntitlement, role };
      const membership =
        organizationId && role ? { organizationId, role, customRoleId: null } : null;
      await database.transaction((tx) => get(AccountsService).create(tx, user, membership));
      return {
        userId: user.id,
        kind: 'session',
        impersonatorId: null,
        sessionId: newId(),
        organizationId,
        ...entitlement,
        platformRole: null,
        permissions: permissionsOf(entitlement),
        enrolmentRequired: false,
        expiresAt: new Date(now.getTime() + 3_600_000),
        methods: ['pwd'],
        authenticatedAt: now,
      };
    },

    /** The person with a session of their own. */
    async openSession(person: SessionCaller): Promise<SessionCaller> {
      const { userId, organizationId, sessionPreset, methods } = person;
      const client = { clientAddress: '192.0.2.1', userAgent: '', device: null };
      const begun = { userId, organizationId, sessionPreset, methods, ...client };
      const { row } = await database.transaction((tx) => get(SessionsService).open(tx, begun));
      return { ...person, sessionId: row.id };
    },

    /** Changes the password of a person who knows the present one and is signed in. */
    async changePassword(person: SessionCaller, to: string): Promise<void> {
      const credentials = get(UserCredentialsRepository);
      const provedHash = await credentials.findPasswordHash(database.connection, person.userId);
      const caller = await this.openSession(person);
      await get(RecoveryService).change({ caller, provedHash: provedHash ?? '' }, to);
    },

    /** Resolves when a statement waits for another transaction. */
    async somebodyWaits(): Promise<void> {
      const waiting = `SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await expect.poll(async () => (await pool.query(waiting)).rowCount).toBeGreaterThan(0);
    },

    async stop(): Promise<void> {
      await app.close();
      await pool.end();
      await created.drop();
    },
  };
}
export type TestIdentity = Awaited<ReturnType<typeof startIdentity>>;

/** The token of a mail's link. */
export const tokenIn = (mail: OutgoingMail | undefined): string =>
  /token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
