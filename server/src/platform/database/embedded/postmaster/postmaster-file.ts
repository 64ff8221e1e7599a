import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a running PostgreSQL says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  processId: number;
  ready: boolean;
}

/** Larger than any process id a system hands out. */
const NO_PROCESS = 99_999_999;

const fileIn = (cluster: string) => path.join(cluster, 'postmaster.pid');

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(fileIn(cluster), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const processId = Math.abs(Number.parseInt(lines[0] ?? '', 10));
  if (!processId) return undefined;
  return { processId, ready: lines[7]?.trim() === 'ready' };
}

/**
 * After a kill -9 the file may name a process id that some other program has by now, and PostgreSQL
 * would refuse to start. The file is kept with an impossible process id instead of being removed:
 * its other lines let PostgreSQL see backends of the dead server that still write.
 */
export async function disownPostmasterFile(cluster: string): Promise<void> {
  const lines = (await readFile(fileIn(cluster), 'utf8')).split('\n');
  await writeFile(fileIn(cluster), [String(NO_PROCESS), ...lines.slice(1)].join('\n'));
}
