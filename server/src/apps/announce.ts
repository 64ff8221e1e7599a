import { ConfigError } from '../platform/config/config.js';
import { isEntrance } from '../platform/config/apps/apps.js';
import { catchesMail } from '../platform/mail/mailbox.controller.js';
import type { RunningApp } from './start.js';

const write = (line: string): void => void process.stderr.write(`${line}\n`);

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
  if (typeof error === 'string') return error;
  if (error instanceof ConfigError) return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is taken by another program. Choose another one: PORT=3100 npm start';
  if (code === 'EACCES')
    return `${message}. Set PORT to a number above 1023, or GATEHOUSE_DATA_DIR to a folder you may write.`;
  return stack ?? String(error);
}
