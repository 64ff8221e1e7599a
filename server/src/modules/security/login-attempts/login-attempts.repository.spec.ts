import pg from 'pg';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/harness/database.js';
import { Database } from '../../../platform/database/database.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';

it('makes the partition of a day once, however many processes start at the same moment', async () => {
  const created = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: created.url, max: 10 });
  const database = new Database(pool);
  const repository = new LoginAttemptsRepository();
  try {
    const days = Array.from({ length: 5 }, (_, index) => new Date(Date.UTC(2099, 0, 1 + index)));
    for (const day of days) {
      const made = Array.from({ length: 10 }, () =>
        database.transaction((tx) => repository.makePartition(tx, day)),
      );
      await Promise.all(made);
    }
    const { rows } = await pool.query(
      `SELECT relname FROM pg_class WHERE relname LIKE 'login_attempts_2099____' AND relkind = 'r'`,
    );
    expect(rows).toHaveLength(days.length);
  } finally {
    await pool.end();
    await created.drop();
  }
});
