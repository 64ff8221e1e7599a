import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity, tokenIn } from '../../../../test/harness/identity.js';
import { ForcedResetsService } from '../recovery/forced-resets.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { EmailChangesRepository } from './email-changes.repository.js';
import { EmailChangesService } from './email-changes.service.js';
import { EmailConfirmationService } from './email-confirmation.service.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity?.stop());

it('a confirmation waits for another wish, which voids it, and neither for the other', async () => {
  const person = await identity.openSession(await identity.addPerson({}));
  await identity.get(EmailChangesService).request(person, 'new@example.com', 'replace');
  const token = tokenIn((await identity.mails()).find(({ to }) => to === 'new@example.com'));
  const repository = identity.get(EmailChangesRepository);
  let confirmed: Promise<unknown> | undefined;
  await identity.database.transaction(async (tx) => {
    await repository.lock(tx, person.userId);
    confirmed = identity
      .get(EmailConfirmationService)
      .confirm(token)
      .catch((error) => error);
    await identity.somebodyWaits();
    await repository.voidPending(tx, person.userId, new Date());
  });
  expect(await confirmed).toMatchObject({ code: 'invalid_token' });
});

it('attack 20: a session that ended since the request came in asks for no other address', async () => {
  const person = await identity.openSession(await identity.addPerson({}));
  await identity.get(SessionsService).revokeAll(person);
  for (const kind of ['replace', 'add'] as const)
    await expect(
      identity.get(EmailChangesService).request(person, 'theirs@example.com', kind),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
  expect((await identity.mails()).filter(({ to }) => to === 'theirs@example.com')).toEqual([]);
});

it('attack 16: a forced reset voids the wish for another address that is about to be there', async () => {
  const person = await identity.openSession(await identity.addPerson({}));
  const repository = identity.get(EmailChangesRepository);
  const ask = repository.ask.bind(repository);
  const accounts = identity.get(UsersRepository);
  const account = await accounts.findAtHome(identity.database.connection, person.userId);
  if (!account) throw new Error('there is an account');
  let forced: Promise<void> | undefined;
  vi.spyOn(repository, 'ask').mockImplementationOnce(async (tx, change, createdAt) => {
    const noted = await ask(tx, change, createdAt);
    forced = identity.database.transaction((other) =>
      identity.get(ForcedResetsService).force(other, account, {
        reason: { phrase: 'reset_reported' },
        ending: 'reported',
        about: {},
      }),
    );
    await identity.somebodyWaits();
    return noted;
  });
  await identity.get(EmailChangesService).request(person, 'late@example.com', 'replace');
  await forced;
  const token = tokenIn((await identity.mails()).find(({ to }) => to === 'late@example.com'));
  await expect(identity.get(EmailConfirmationService).confirm(token)).rejects.toMatchObject({
    code: 'invalid_token',
  });
});
