import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The address of the PostgreSQL that a running Gatehouse started in its data folder. */
export async function embeddedDatabaseUrl(data: string): Promise<string> {
  const folder = path.join(data, 'postgres');
  const lines = (await readFile(path.join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split(
    '\n',
  );
  const credentials: unknown = JSON.parse(
    await readFile(path.join(folder, 'credentials.json'), 'utf8'),
  );
  const { gatehouse } = credentials as { gatehouse: string };
  return `postgres://gatehouse:${gatehouse}@127.0.0.1:${lines[3]}/gatehouse`;
}
