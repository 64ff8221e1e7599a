import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, type TestIdentity, tokenIn } from '../../../../test/harness/identity.js';
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
