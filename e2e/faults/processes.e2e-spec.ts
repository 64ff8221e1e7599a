import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Stand } from '../harness/stand.js';

describe('processes that die or freeze under load', () => {
  let database: TestDatabase;
  let stand: Stand;
  beforeEach(async () => {
    database = await createTestDatabase();
    stand = await Stand.start(database.url);
  }, 240_000);
  afterEach(async () => {
    await stand?.stop();
    await database?.drop();
  });

  it('attack 32: killed in the middle of writes, the API loses nothing and does nothing twice', async () => {
    const journal = stand.journal();
    journal.start();
    for (let round = 0; round < 2; round += 1) {
      await journal.goOn(700);
      await stand.killAndStart();
    }
    await journal.goOn(700);
    await journal.stop();
    expect(journal.failed.length).toBeGreaterThan(0);
    await journal.reconcile(stand.sql);
  }, 240_000);

  it('attack 34: a worker that froze past its lease, and goes on, does nothing a second time', async () => {
    const [frozen] = stand.processes;
    await stand.launch();
    const journal = stand.journal();
    journal.start();
    await journal.goOn(500);
    process.kill(frozen?.processId ?? 0, 'SIGSTOP');
    try {
      await journal.goOn(8_000);
    } finally {
      process.kill(frozen?.processId ?? 0, 'SIGCONT');
    }
    await journal.goOn(500);
    await journal.stop();
    await journal.reconcile(stand.sql);
  }, 240_000);
});
