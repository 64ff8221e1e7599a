import { StartError } from '../kernel/start-error.js';
import { isEntrance } from '../platform/config/apps/apps.js';
import { catchesMail } from '../platform/mail/mailbox.controller.js';
import type { RunningApp } from './start.js';

const write = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Goes on when whoever read along is gone: a terminal that was closed, a pipe whose reader ended
 * first. To die of that would leave the database behind.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
}

/** What a person at the terminal reads; logs go their own way. */
export const announce = {
  progress: (message: string): void => write(`  ${message}`),

  failure: (headline: string, error: unknown): void => write(`\n${headline}\n${explain(error)}\n`),

  /** Says where to look. @param milliseconds how long the start took. */
  ready: async ({ config, app, setupPath }: RunningApp, milliseconds: number): Promise<void> => {
    const own = (await app.getUrl()).replace('127.0.0.1', 'localhost');
    write(`\nGatehouse is ready after ${(milliseconds / 1000).toFixed(1)} s.\n`);
    if (!isEntrance(config))
      return write(`  This is the app ${config.GATEHOUSE_APP}; its health is at ${own}/health\n`);
    const url = config.PUBLIC_URL ?? own;
    write(`  Console   ${url}/`);
    write(`  API       ${url}/api/docs`);
    if (catchesMail(config)) write(`  Mailbox   ${url}/mailbox`);
    if (setupPath !== null)
      write(`\n  Set up the first owner, once, within 24 hours:\n  ${url}${setupPath}`);
    write('');
  },
};

/** What went wrong, in words that say what to do. */
function explain(error: unknown): string {
  if (typeof error === 'string') return withRoom(error);
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (error instanceof StartError || code === 'ENOSPC') return withRoom(message);
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'ENOENT')
    return `${message}. Set GATEHOUSE_DATA_DIR to a folder that you may write.`;
  return withRoom(stack ?? String(error));
}

/** PostgreSQL says it in many places, at its start and in the middle of a migration. */
const withRoom = (message: string): string =>
  /no space left on device|could not extend file/i.test(message)
    ? `${message}\nThe disk is full: make room, or set GATEHOUSE_DATA_DIR to a folder of another disk.`
    : message;
