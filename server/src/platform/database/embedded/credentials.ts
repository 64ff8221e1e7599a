import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readOptional } from '../read-optional.js';
import type { ClusterPaths } from './cluster-paths.js';
import { StartError } from '../../../kernel/start-error.js';

/** The passwords of PostgreSQL's superuser and of the role that Gatehouse works as. */
const Credentials = z.object({ superuser: z.string().min(1), gatehouse: z.string().min(1) });
export type Credentials = z.infer<typeof Credentials>;

/** Keeps passwords that are there: a cluster that was moved away may come back. */
export async function ensureCredentials(paths: ClusterPaths): Promise<Credentials> {
  if ((await readOptional(paths.credentials)) !== undefined) return readCredentials(paths);
  const credentials = { superuser: randomPassword(), gatehouse: randomPassword() };
  const fresh = `${paths.credentials}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, JSON.stringify(credentials), { mode: 0o600, flush: true });
  await rename(fresh, paths.credentials);
  return credentials;
}

/** @throws an Error when the file is lost: the database beside it cannot be opened without it. */
export async function readCredentials(paths: ClusterPaths): Promise<Credentials> {
  const text = await readOptional(paths.credentials);
  if (text !== undefined) return Credentials.parse(JSON.parse(text));
  throw new StartError(
    `${paths.credentials} is missing, and with it the password of the database beside it. ` +
      `Restore it from a backup, or move ${paths.folder} away to start with an empty database.`,
  );
}

function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}
