import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

/** What PostgreSQL calls its socket, before the port. */
const prefix = '.s.PGSQL.';

/**
 * Whether PostgreSQL can be reached over a socket file in this folder, which takes a statement some
 * fifth of the time of both processes less than TCP: not where the path has more than some 100 bytes,
 * where the file system has no sockets, and on Windows.
 */
export function takesSocket(folder: string): Promise<boolean> {
  if (process.platform === 'win32') return Promise.resolve(false);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(path.join(folder, `${prefix}probe`), () => probe.close(() => resolve(true)));
  });
}

/** Removes the sockets of a server that was killed; PostgreSQL itself trusts their locks, also where a stranger has the process id. */
export async function removeSockets(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (name.startsWith(prefix)) await rm(path.join(folder, name), { force: true });
}
