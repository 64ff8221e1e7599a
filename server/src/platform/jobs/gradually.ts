import type { Database } from '../database/database.js';
import type { Step } from '../database/gradual/through-rows.js';
import { Pace } from './pace.js';

/** Does steps to their end, each bit of them in a transaction of its own, with rests for all else. */
export async function gradually<S>(
  database: Database,
  steps: readonly Step<S>[],
  subject: S,
): Promise<void> {
  const pace = new Pace();
  for (const step of steps)
    for (let position: string | null = null; ;) {
      const from: string | null = position;
      position = await database.transaction((tx) => step(tx, subject, from));
      await pace.rest();
      if (position === null) break;
    }
}
