import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EffectListener, openShop, type Shop } from '../../../../test/harness/events.js';
import { FailedEventsRepository } from './failed-events.repository.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const listener = new EffectListener();
const recipient = { listener, lane: 'ordinary', address: 'effects' } as const;
const failed = new FailedEventsRepository();

async function wait(position: number): Promise<string> {
  const id = randomUUID();
  await shop.pool.query(
    `INSERT INTO shop.inbox (event_id, listener, state, position, subject, event)
     VALUES ($1::uuid, 'effects', 'waiting', $2, 'thing/one', jsonb_build_object('id', $1::text))`,
    [id, position],
  );
  return id;
}
const findDue = () => shop.database.transaction((tx) => failed.findDue(tx, recipient, new Date()));

it('offers what waits in order, and nothing behind an event whose failure is being written down', async () => {
  const first = await wait(1);
  await wait(2);
  expect((await findDue())?.position).toBe(1);
  await shop.database.transaction(async (tx) => {
    await tx.execute(sql`UPDATE shop.inbox SET state = 'failed' WHERE event_id = ${first}`);
    expect(await findDue()).toBeNull();
  });
});
