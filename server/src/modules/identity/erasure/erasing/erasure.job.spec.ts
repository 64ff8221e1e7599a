import { Readable } from 'node:stream';
import { csvType } from '@gatehouse/contracts/media-types';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SQL, sql } from 'drizzle-orm';
import { startIdentity, type TestIdentity } from '../../../../../test/harness/identity.js';
import { days } from '../../../../kernel/clock.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { MailOutbox } from '../../../../platform/mail/mail-outbox.js';
import { MembershipsRepository } from '../../memberships/memberships.repository.js';
import { ImportsService } from '../../imports/imports.service.js';
import { OwnersService } from '../../memberships/owners.service.js';
import { OwnMembershipService } from '../../memberships/own-membership.service.js';
import { SessionsService } from '../../sessions/sessions.service.js';
import { ErasureJob } from './erasure.job.js';
import { ErasureService } from '../erasure.service.js';
import { PersonalDataRepository } from './personal-data.repository.js';

let identity: TestIdentity;
let organizationId: string;
let erasure: ErasureService;
beforeEach(async () => {
  identity = await startIdentity();
  organizationId = await identity.addOrganization();
  erasure = identity.get(ErasureService);
});
afterEach(() => identity.stop());

const add = (role: 'BOSS' | 'EMPLOYEE') => identity.addPerson({ organizationId, role });
const request = async (person: SessionCaller) =>
  erasure.request(await identity.openSession(person));
const run = (late = days(15)) => {
  identity.clock.ahead = late;
  return identity.get(ErasureJob).run();
};
const roleOf = (userId: string) =>
  identity
    .get(MembershipsRepository)
    .findRole(identity.database.connection, organizationId, userId);
const rowOf = async (userId: string) => {
  const { rows } = await identity.database.connection.execute(
    sql`SELECT * FROM identity.users WHERE id = ${userId}`,
  );
  return rows[0];
};

describe('attack 7: an organization loses every BOSS to erasure', () => {
  it('not by two who ask, one after the other or at once', async () => {
    const [first, second] = [await add('BOSS'), await add('BOSS')];
    const outcomes = await Promise.allSettled([request(first), request(second)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const left = outcomes[0]?.status === 'fulfilled' ? second : first;
    await expect(request(left)).rejects.toMatchObject({ code: 'last_owner' });
    await run();
    expect(await roleOf(left.userId)).toBe('BOSS');
  });

  it('not by one who asks, and another who leaves, steps down or makes them the BOSS', async () => {
    const [first, second] = [await add('BOSS'), await add('BOSS')];
    await request(first);
    await expect(identity.get(OwnMembershipService).leave(second)).rejects.toMatchObject({
      code: 'last_owner',
    });
    const owners = identity.get(OwnersService);
    await expect(owners.remove(second, second.userId)).rejects.toMatchObject({
      code: 'last_owner',
    });
    await expect(owners.transfer(second, first.userId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await roleOf(second.userId)).toBe('BOSS');
  });

  it('nor by one who was alone when they asked; they go once there is another', async () => {
    const boss = await add('BOSS');
    await request(boss);
    await add('EMPLOYEE');
    await expect(run()).rejects.toThrow();
    expect(await roleOf(boss.userId)).toBe('BOSS');
    await add('BOSS');
    await run();
    expect(await roleOf(boss.userId)).toBeNull();
    expect(await rowOf(boss.userId)).toMatchObject({ first_name: 'Erased' });
  });
});

describe('an erasure', () => {
  it('is of nobody who has signed in since, also before that is told', async () => {
    const person = await identity.addPerson();
    await request(person);
    identity.clock.ahead = days(1);
    const session = await identity.openSession(person);
    await run();
    expect(await rowOf(person.userId)).toMatchObject({ first_name: 'Ada' });
    await identity.get(SessionsService).revokeAll(session);
    await run();
    expect(await rowOf(person.userId)).toMatchObject({ first_name: 'Ada' });
    await request(person);
    await run(days(30));
    expect(await rowOf(person.userId)).toMatchObject({ first_name: 'Erased' });
  });

  it('leaves nothing of an account that was deleted meanwhile', async () => {
    const person = await identity.addPerson({ email: 'zerlina@erase.test' });
    await request(person);
    await identity.database.connection.execute(
      sql`UPDATE identity.users SET deleted_at = now() WHERE id = ${person.userId}`,
    );
    await run();
    expect(await rowOf(person.userId)).toMatchObject({
      email: `${person.userId}@erased.invalid`,
      first_name: 'Erased',
      password_hash: null,
    });
    expect(JSON.stringify(await identity.mails())).not.toContain('zerlina');
  });

  it('goes through the ended sessions of a busy person in steps', async () => {
    const person = await identity.addPerson();
    await identity.database.connection.execute(sql`
      INSERT INTO identity.sessions (id, user_id, methods, ip_address, user_agent, authenticated_at,
        created_at, last_seen_at, expires_at, ended_at)
      SELECT uuidv7(), ${person.userId}, '{pwd}', '192.0.2.1', '', now(), now(), now(), now(),
             CASE WHEN i > 3 THEN now() END FROM generate_series(1, 253) AS i`);
    const steps = vi.spyOn(identity.get(PersonalDataRepository), 'removeSomeSessions');
    await request(person);
    await run();
    expect(steps).toHaveBeenCalledTimes(3);
    const { rows } = await identity.database.connection.execute(sql`SELECT FROM identity.sessions`);
    expect(rows).toEqual([]);
    expect(await rowOf(person.userId)).toMatchObject({ first_name: 'Erased' });
  });

  it('that fails is told of, and holds no other up', async () => {
    const people = [await identity.addPerson(), await identity.addPerson()];
    for (const person of people) await request(person);
    const data = identity.get(PersonalDataRepository);
    vi.spyOn(data, 'remove').mockRejectedValueOnce(new Error('no'));
    await expect(run()).rejects.toThrow('people were not erased');
    const rows = await Promise.all(people.map(({ userId }) => rowOf(userId)));
    expect(rows.filter((row) => row?.first_name === 'Erased')).toHaveLength(1);
    await run();
    for (const { userId } of people)
      expect(await rowOf(userId)).toMatchObject({ first_name: 'Erased' });
  });
});

describe("attack 38: names that are not the person's", () => {
  const victim = 'victim@other.test';
  const number = '+4915112345678';
  const execute = (statement: SQL) => identity.database.connection.execute(statement);
  const namesOf = (userId: string) =>
    identity.get(PersonalDataRepository).listNames(identity.database.connection, userId);

  it('take nothing of others along: typed, and never confirmed', async () => {
    const person = await identity.addPerson({ email: 'mallory@erase.test' });
    const { userId } = person;
    await execute(sql`UPDATE identity.users SET phone = ${number} WHERE id = ${userId}`);
    await execute(sql`
      INSERT INTO identity.phones (user_id, number, next_number, created_at)
      VALUES (${userId}, ${number}, ${number}, now())`);
    await execute(sql`
      INSERT INTO identity.email_changes (token_hash, user_id, session_id, old_email, new_email,
        created_at, expires_at)
      VALUES ('x', ${userId}, uuidv7(), 'mallory@erase.test', ${victim}, now(), now())`);
    await execute(sql`
      INSERT INTO identity.connections (id, user_id, provider, issuer, subject, email, created_at)
      VALUES (uuidv7(), ${userId}, 'x', 'x', 'x', ${victim}, now())`);
    expect(await namesOf(userId)).toEqual(['mallory@erase.test']);
    const inviter = await add('BOSS');
    await execute(sql`
      INSERT INTO identity.invitations (id, organization_id, email, email_key, role, token_hash,
        invited_by, created_at, sent_at, expires_at)
      VALUES (uuidv7(), ${organizationId}, ${victim}, ${victim}, 'EMPLOYEE', 'x', ${inviter.userId},
        now(), now(), now() + interval '1 year')`);
    const mail = { to: victim, subject: 'Join us', text: 'Join us', kind: 'invitation' };
    await identity.database.transaction((tx) => identity.get(MailOutbox).enqueue(tx, mail));
    await request(person);
    await run();
    expect(await rowOf(userId)).toMatchObject({ first_name: 'Erased', phone: null });
    const { rows } = await execute(sql`SELECT email FROM identity.invitations`);
    expect(rows).toEqual([{ email: victim }]);
    expect(await identity.mails()).toContainEqual(expect.objectContaining({ to: victim }));
  });

  it('take nothing of others along: theirs by now', async () => {
    const former = await identity.addPerson({ email: 'former@erase.test' });
    await execute(sql`
      INSERT INTO identity.email_addresses (id, user_id, email, email_key, confirmed_at, removed_at)
      VALUES (uuidv7(), ${former.userId}, 'desk@erase.test', 'desk@erase.test', now(), now()),
             (uuidv7(), ${former.userId}, 'Old@erase.test', 'old@erase.test', now(), now())`);
    const present = await identity.addPerson({ email: 'desk@erase.test' });
    await execute(sql`
      INSERT INTO identity.phones (user_id, number, created_at, confirmed_at)
      VALUES (${former.userId}, ${number}, now(), now()), (${present.userId}, ${number}, now(), now())`);
    expect((await namesOf(former.userId)).toSorted()).toEqual([
      'former@erase.test',
      'old@erase.test',
    ]);
    await execute(sql`DELETE FROM identity.phones WHERE user_id = ${present.userId}`);
    expect(await namesOf(former.userId)).toContain(number);
  });
});

it('leaves no time of a password, and a username held back without whose it was', async () => {
  const person = await identity.addPerson();
  const { userId } = person;
  const { connection } = identity.database;
  await connection.execute(sql`
    UPDATE identity.users SET username = 'zquux', username_key = 'zquux', password_set_at = now()
     WHERE id = ${userId}`);
  await request(person);
  await run();
  expect(await rowOf(userId)).toMatchObject({ first_name: 'Erased', password_set_at: null });
  const { rows } = await connection.execute(sql`
    SELECT owner_id, identity.is_username_held('zquux', ${userId}) AS held
      FROM identity.released_usernames`);
  expect(rows).toEqual([{ owner_id: null, held: true }]);
});

it('leaves no line of an import that was refused as it came', async () => {
  const caller = await add('BOSS');
  const person = await identity.addPerson({ email: 'Zerlina@erase.test' });
  const rows = ['Zerlina@Erase.test,Z,Z,Nobody', 'other@erase.test,O,O,Nobody'];
  const file = ['email,firstName,lastName,role', ...rows].join('\n');
  await identity.get(ImportsService).receive(caller, {
    type: csvType,
    content: Readable.from([Buffer.from(file)]),
    dryRun: true,
    invite: false,
    onExisting: 'skip',
  });
  const left = async () => {
    const found = await identity.database.connection.execute(
      sql`SELECT email FROM identity.import_lines ORDER BY line`,
    );
    return found.rows.map(({ email }) => email);
  };
  expect(await left()).toEqual(['Zerlina@Erase.test', 'other@erase.test']);
  await request(person);
  await run();
  expect(await left()).toEqual(['other@erase.test']);
});
