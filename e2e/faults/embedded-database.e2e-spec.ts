import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedIn } from '../../server/test/harness/own-postgres.js';
import { Stand } from '../harness/stand.js';

let stand: Stand;
let database: ReturnType<typeof embeddedIn>;
beforeAll(async () => {
  stand = await Stand.start();
  database = embeddedIn(stand.folders[0] ?? '');
});
afterAll(() => stand?.stop());

const readiness = async () => (await stand.api.call('GET', '/health/ready')).status;

/** As the system does when it is out of memory. @returns the process that was killed. */
async function kill(): Promise<number> {
  const killed = await database.postmaster();
  process.kill(killed, 'SIGKILL');
  return killed;
}

it('the embedded PostgreSQL is killed under load, starts again, and nothing is lost', async () => {
  const journal = stand.journal();
  await journal.start();
  for (let round = 0; round < 2; round += 1) {
    await journal.goOn(700);
    const killed = await kill();
    await expect.poll(database.postmaster).not.toBe(killed);
    await expect.poll(readiness).toBe(200);
  }
  await journal.goOn(1500);
  await journal.stop();
  expect(journal.failed.length).toBeGreaterThan(0);
  await journal.reconcile(stand.sql);
});

it('ends with exit code 1 when the embedded PostgreSQL does not start any more', async () => {
  const [running] = stand.processes;
  const control = path.join(database.cluster, 'global', 'pg_control');
  await rename(control, `${control}.away`);
  await kill();
  expect(await running?.ended).toBe(1);
  await rename(`${control}.away`, control);
});
