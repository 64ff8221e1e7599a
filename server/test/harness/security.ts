import 'reflect-metadata';
import { type Abstract, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import {
  type CloudEvent,
  type EventContract,
  type EventData,
  events as catalogue,
} from '@gatehouse/contracts/events';
import { alertRoutes } from '@gatehouse/contracts/security/alerts';
import { Clock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/id.js';
import { PersonalData } from '../../src/modules/identity/account-export/personal-data.port.js';
import { UserDirectory } from '../../src/modules/identity/users/user-directory.port.js';
import { AlertViewsService } from '../../src/modules/security/alerts/alert-views.service.js';
import { MonitorListener } from '../../src/modules/security/monitor/monitor.listener.js';
import { SecurityModule } from '../../src/modules/security/security.module.js';
import { Config, loadConfig } from '../../src/platform/config/config.js';
import { AesFieldCipher } from '../../src/platform/crypto/aes-field-cipher.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { Changes } from '../../src/platform/database/changes.js';
import { Database } from '../../src/platform/database/database.js';
import { Erasures } from '../../src/platform/erasure/erasures.js';
import { ErasuresRepository } from '../../src/platform/erasure/erasures.repository.js';
import { EventDirectory } from '../../src/platform/events/event-listener.js';
import { envelopeOf } from '../../src/platform/events/envelope.js';
import { OutboxRepository } from '../../src/platform/events/outbox/outbox.repository.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { RedisConnections } from '../../src/platform/redis/redis-connections.js';
import { Logger } from '../../src/platform/telemetry/logger.js';
import { Metrics } from '../../src/platform/telemetry/metrics.js';
import { type Place, PlaceFinder } from '../../src/platform/places/place-finder.js';
import { PrometheusMetrics } from '../../src/platform/telemetry/prometheus-metrics.js';
import { createTestDatabase } from './database.js';
import { QuietLogger, TestClock } from './events.js';

class SecurityTestModule {
  readonly name = 'test';
}
class PlatformDouble {
  readonly name = 'platform';
}

/** Knows the places that a test says. */
export class ToldPlaces extends PlaceFinder {
  override readonly available = true;
  readonly known = new Map<string, Place>();
  override find = (address: string): Place | null => this.known.get(address) ?? null;
}

/** A place that has coordinates alone. */
export const placeAt = (latitude: number, longitude: number): Place => ({
  coordinates: { latitude, longitude },
  country: null,
  city: null,
});

/** The security module as it is, over a database of its own; events are handed to it. */
export async function startSecurity(settings: Readonly<Record<string, string>> = {}) {
  const created = await createTestDatabase();
  const changes = new Changes();
  const pool = new pg.Pool({
    connectionString: created.url,
    max: 10,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, which its types do not say
    onConnect: (client) => changes.attach(client),
  });
  pool.on('error', () => {});
  const database = new Database(pool);
  const clock = new TestClock();
  const places = new ToldPlaces();
  /** Who may see alerts. */
  const staff = new Set<string>();
  const keys = new KeyRing([{ id: 'k1', bytes: Buffer.alloc(32, 1) }]);
  const cipher = new AesFieldCipher(keys);
  const providers: Provider[] = [
    {
      provide: Config,
      useValue: loadConfig({ NODE_ENV: 'test', GATEHOUSE_WATCH_SECONDS: '0', ...settings }),
    },
    { provide: Clock, useValue: clock },
    { provide: Database, useValue: database },
    { provide: Changes, useValue: changes },
    { provide: PlaceFinder, useValue: places },
    { provide: KeyRing, useValue: keys },
    { provide: FieldCipher, useValue: cipher },
    { provide: Jobs, useValue: { register: () => undefined } },
    { provide: Logger, useClass: QuietLogger },
    {
      provide: Metrics,
      useFactory: () => new PrometheusMetrics({ service: 'test', process: false }),
    },
    {
      provide: UserDirectory,
      useValue: {
        namesOf: () => Promise.resolve(new Map()),
        staffAmong: (ids: readonly string[]) =>
          Promise.resolve(new Set(ids.filter((id) => staff.has(id)))),
      },
    },
    { provide: PersonalData, useValue: { register: () => undefined } },
    { provide: RedisConnections, useValue: { configured: false } },
    EventDirectory,
    OutboxRepository,
    ErasuresRepository,
    Erasures,
  ];
  const platform: DynamicModule = {
    module: PlatformDouble,
    global: true,
    providers,
    exports: providers,
  };
  const root: DynamicModule = {
    module: SecurityTestModule,
    imports: [platform, SecurityModule],
  };
  const app = await NestFactory.createApplicationContext(root, {
    logger: ['error'],
    abortOnError: false,
  });
  const get = <T>(type: Type<T> | Abstract<T>): T => app.get(type, { strict: false });
  const listener = get(MonitorListener);

  return {
    clock,
    database,
    pool,
    places,
    staff,
    cipher,
    get,

    /** Hands events over in one batch, as the relay does. */
    handle: (...happened: readonly CloudEvent[]) =>
      database.transaction((tx) => listener.handle(tx, happened)),

    /** Forgets whom events told of. */
    erase: () => get(Erasures).run('security'),

    /** An event of identity, some milliseconds from now. */
    event<E extends EventContract>(
      contract: E,
      data: EventData<E>,
      from: { address?: string; agent?: string; ahead?: number } = {},
    ): CloudEvent {
      const now = new Date(clock.time() + (from.ahead ?? 0));
      const envelope = envelopeOf(
        { module: 'identity', now, request: undefined, trace: undefined },
        contract,
        data,
        {
          organizationId: null,
          actorId: null,
          ...(from.address === undefined ? {} : { clientAddress: from.address }),
        },
      );
      return from.agent === undefined ? envelope : { ...envelope, useragent: from.agent };
    },

    /** What the module told, or what of one type, oldest first. */
    async told(type?: string): Promise<CloudEvent[]> {
      const { rows } = await pool.query<{ event: CloudEvent }>(
        'SELECT event FROM security.outbox ORDER BY position',
      );
      const all = rows.map((row) => row.event);
      return type === undefined ? all : all.filter((event) => event.type === type);
    },

    /** The alerts, those seen last first. */
    alerts: async (query: object = {}) =>
      (await get(AlertViewsService).list(alertRoutes.list.query.parse({ limit: 50, ...query })))
        .data,

    /** What the alerts are about, those seen last first. */
    detected: async () =>
      (await get(AlertViewsService).list(alertRoutes.list.query.parse({ limit: 50 }))).data.map(
        ({ detection }) => detection,
      ),

    async stop(): Promise<void> {
      await app.close();
      await pool.end();
      await created.drop();
    },
  };
}
export type TestSecurity = Awaited<ReturnType<typeof startSecurity>>;

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A failed sign-in, as identity tells of it. */
export const failed = (
  security: TestSecurity,
  address: string,
  identifier: string,
  options: { userId?: string | null; ahead?: number } = {},
): CloudEvent =>
  security.event(
    catalogue.userLoginFailed,
    { userId: options.userId ?? null, identifier, reason: 'wrong_credentials' },
    { address, ...(options.ahead === undefined ? {} : { ahead: options.ahead }) },
  );

/** A sign-in, as identity tells of it. */
export const signedIn = (
  security: TestSecurity,
  address: string,
  userId: string,
  options: { ahead?: number; sessionId?: string } = {},
): CloudEvent =>
  security.event(
    catalogue.userLogin,
    {
      userId,
      email: `${userId}@example.com`,
      sessionId: options.sessionId ?? newId(),
      method: 'pwd',
    },
    { address, ...(options.ahead === undefined ? {} : { ahead: options.ahead }) },
  );
