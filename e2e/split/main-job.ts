import { expect } from 'vitest';
import { password } from '../harness/api.js';
import type { Receiver } from '../harness/receiver.js';
import type { SplitHouse } from './split-house.js';

const patience = { timeout: 30_000, interval: 100 };

/** Counts what came of the main job. */
export interface Effects {
  /** Notifications of the person, as the notifications app tells them. */
  readonly bell: () => Promise<number>;
  /** Notifications that the person was mailed. */
  readonly mails: () => Promise<number>;
  /** Entries of the audit trail about the registration. */
  readonly audited: () => Promise<number>;
  /** Webhooks about what the owner made. */
  readonly webhooks: () => Promise<number>;
}

/** Has webhooks of new roles sent to a receiver. */
export async function subscribe(house: SplitHouse, receiver: Receiver): Promise<void> {
  const body = { url: receiver.url, eventTypes: ['role.created'] };
  const added = await house.at('left').call('POST', '/webhooks', { body, token: house.token });
  expect(added.status).toBe(201);
}

/**
 * Somebody registers at one api, confirms the address by the mailbox of the other, signs in wrongly
 * and rightly; and the owner makes a role.
 * @returns where what comes of it is seen.
 */
export async function doMainJob(
  house: SplitHouse,
  receiver: Receiver,
  email: string,
): Promise<Effects> {
  const [left, right] = [house.at('left'), house.at('right')];
  expect((await left.apply(email)).status).toBe(202);
  const body = { token: await right.linkFor(email) };
  expect((await right.call('POST', '/auth/verify-email', { body })).status).toBe(204);
  expect((await left.signIn(email, 'a wrong passphrase')).status).toBe(401);
  const signedIn = await right.signIn(email, password);
  expect(signedIn.status).toBe(200);
  const token = String(signedIn.body.accessToken);
  const role = { name: `Role of ${email}`, rank: 'EMPLOYEE', permissions: [] };
  const made = await left.call('POST', '/roles', { body: role, token: house.token });
  expect(made.status).toBe(201);
  const roleId = String(made.body.id);
  return {
    bell: async () => {
      const { body: bell } = await house
        .at('notifications')
        .call('GET', '/notifications', { token });
      return (bell.data as unknown[]).length;
    },
    mails: async () => (await right.notificationsFor(email)).length,
    audited: async () => {
      const text = `SELECT FROM audit.entries, identity.users
                     WHERE action = 'user.registered' AND email = $1
                       AND details->>'userId' = users.id::text`;
      return (await house.sql(text, [email])).length;
    },
    webhooks: async () =>
      receiver.received.filter(({ body: sent }) => sent.includes(roleId)).length,
  };
}

/** Waits until each effect was had, once. */
export async function expectEffects(effects: Effects): Promise<void> {
  for (const [name, count] of Object.entries(effects))
    await expect.poll(count as () => Promise<number>, { ...patience, message: name }).toBe(1);
}

/** Kills whoever works in the background amid changes, and finds each change's effects once. */
export async function survive(house: SplitHouse): Promise<void> {
  const journal = house.journal();
  await journal.start();
  await journal.goOn(500);
  house.kill('worker');
  house.kill('notifications');
  await Promise.all([house.launch('worker'), house.launch('notifications')]);
  await journal.goOn(500);
  await journal.stop();
  // The apis were there all the time.
  expect(journal.failed).toEqual([]);
  await journal.reconcile(house.sql);
}
