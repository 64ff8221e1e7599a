import { createPostgresBackend, Queue } from 'bullmq';

/** Adds a job that is given up when it fails once, as no test can wait for all tries of others. */
export async function addJobWithOneTry(databaseUrl: string, name: string): Promise<void> {
  const connection = { connectionString: databaseUrl, schema: 'bullmq' };
  const queue = new Queue('jobs', { connection }, createPostgresBackend);
  await queue.add(name, {}, { attempts: 1, removeOnComplete: true });
  await queue.close();
}
