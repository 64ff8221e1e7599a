import { createServer } from 'node:net';
import { StartError } from '../../../kernel/start-error.js';

const HOST = '127.0.0.1';

/** @throws an Error when the wanted port is taken. */
export async function freePort(wanted?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const message = `The embedded database cannot listen on ${HOST}:${wanted ?? 0} (${error.code}). Choose another port, or none for a free one.`;
      reject(new StartError(message, { cause: error }));
    });
    probe.listen(wanted ?? 0, HOST, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
