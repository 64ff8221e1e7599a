import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { Changes } from './changes.js';

describe('Changes', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let heard: string[];
  let changes: Changes;

  beforeEach(async () => {
    created = await createTestDatabase({ empty: true });
    changes = new Changes();
    changes.on('thing', (id) => heard.push(id));
    heard = [];
    pool = new pg.Pool({
      connectionString: created.url,
      max: 4,
      // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, which its types do not say
      onConnect: (client) => changes.attach(client),
    });
  });
  afterEach(async () => {
    await pool.end();
    await created.drop();
  });

  const notify = (id: string) => `SELECT pg_notify('gatehouse_changes', 'thing ${id}')`;

  it('hears of a change before the statement that made it is over', async () => {
    for (let round = 0; round < 200; round += 1) {
      await pool.query(notify(`alone-${round}`));
      expect(heard).toContain(`alone-${round}`);
    }
  });

  it('tells everybody who listens for a topic', async () => {
    const others: string[] = [];
    changes.on('thing', (id) => others.push(id));
    changes.on('another', (id) => others.push(`not ${id}`));
    await pool.query(notify('shared'));
    expect([heard, others]).toEqual([['shared'], ['shared']]);
  });

  it('hears of a change before the transaction that made it is over, and not before its commit', async () => {
    const client = await pool.connect();
    for (let round = 0; round < 200; round += 1) {
      await client.query('BEGIN');
      await client.query(notify(`together-${round}`));
      expect(heard).not.toContain(`together-${round}`);
      await client.query('COMMIT');
      expect(heard).toContain(`together-${round}`);
    }
    client.release();
  });

  it('hears nothing of a change that was rolled back', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(notify('withdrawn'));
    await client.query('ROLLBACK');
    client.release();
    await pool.query(notify('last'));
    expect(new Set(heard)).toEqual(new Set(['last']));
  });

  it('hears of what others change a moment later', async () => {
    await pool.query('SELECT 1');
    const stranger = new pg.Client({ connectionString: created.url });
    await stranger.connect();
    await stranger.query(notify('from-outside'));
    await stranger.end();
    await expect.poll(() => heard).toContain('from-outside');
  });

  it('keeps topics apart', async () => {
    await pool.query(`SELECT pg_notify('gatehouse_changes', 'other 1')`);
    await pool.query(`SELECT pg_notify('another_channel', 'thing 2')`);
    expect(heard).toEqual([]);
  });
});
