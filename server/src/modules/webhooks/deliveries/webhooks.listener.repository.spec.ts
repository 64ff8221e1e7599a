import { type CloudEvent, type EventContract, events } from '@gatehouse/contracts/events';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { TestClock } from '../../../../test/harness/events.js';
import { after, hours } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { Erasures } from '../../../platform/erasure/erasures.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { eventTypes } from '../endpoints/event-types.js';
import type { Dispatcher } from '../sending/dispatcher.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { WebhooksListener } from './webhooks.listener.js';

const clock = new TestClock();
const nobody = { follow: () => Promise.resolve() } as unknown as Erasures;
const asleep = { wake: () => undefined } as unknown as Dispatcher;
const organizationId = newId();

let created: TestDatabase;
let pool: pg.Pool;
let database: Database;
let listener: WebhooksListener;

beforeAll(async () => {
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url });
  database = new Database(pool);
  const parts = [new EndpointsRepository(), new DeliveriesRepository()] as const;
  listener = new WebhooksListener(...parts, asleep, nobody, clock);
});
afterAll(async () => {
  await pool.end();
  await created.drop();
});

/** An endpoint of the organization that wants one type and is there for an hour. */
async function addEndpoint(type: string, installation: boolean): Promise<string> {
  const id = newId();
  const before = after(clock.now(), -hours(1));
  await database.transaction((tx) =>
    new EndpointsRepository().insert(tx, {
      id,
      organizationId,
      url: 'https://receiver.example/hook',
      description: '',
      eventTypes: [type],
      installation,
      status: 'enabled',
      disabledReason: null,
      secret: Buffer.from('whsec_AAAA'),
      previousSecret: null,
      previousUntil: null,
      signingKey: null,
      publicKey: null,
      failingSince: null,
      createdAt: before,
      updatedAt: before,
    }),
  );
  return id;
}

/** It happens, in the organization or in none. @returns how many deliveries there are of it. */
async function happen(type: string, organization: string | null): Promise<number> {
  const event: CloudEvent = {
    specversion: '1.0',
    id: newId(),
    source: '/test',
    type,
    dataschema: `urn:gatehouse:event:${type}:1.0.0`,
    time: clock.now().toISOString(),
    datacontenttype: 'application/json',
    data: { userId: newId(), organizationId, sealedWords: '' },
    ...(organization === null ? {} : { organizationid: organization }),
  };
  await database.transaction((tx) => listener.handle(tx, [event]));
  const { rows } = await pool.query('SELECT id FROM webhooks.deliveries WHERE event_id = $1', [
    event.id,
  ]);
  return rows.length;
}

it('every type that is offered comes to an endpoint of the organization that chose it', async () => {
  expect(eventTypes.length).toBeGreaterThan(100);
  for (const { type, installation } of eventTypes) {
    await addEndpoint(type, installation);
    expect([type, await happen(type, installation ? null : organizationId)]).toEqual([type, 1]);
  }
});

it('what cannot come is not offered, and does not come', async () => {
  const withheld = Object.values<EventContract>(events).filter((contract) => contract.withheld);
  const offered = new Set(eventTypes.map(({ type }) => type));
  const alone = ['user.erased', 'user.email_verified', 'user.data_exported'];
  expect(withheld.map(({ type }) => type).toSorted()).toEqual(
    [...alone, 'organization.created', 'organization.erased'].toSorted(),
  );
  for (const { type } of withheld) {
    expect(offered).not.toContain(type);
    await addEndpoint(type, false);
    const organization = alone.includes(type) ? null : organizationId;
    if (type !== 'organization.created')
      expect([type, await happen(type, organization)]).toEqual([type, 0]);
  }
});
