import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { seconds } from '../kernel/clock.js';
import { StartError } from '../kernel/start-error.js';
import { portOf } from '../platform/config/carrier.variables.js';
import type { Config } from '../platform/config/config.js';
import { errorCode } from '../platform/database/error-code.js';

/** Longest that something outside is waited for. */
const patience = seconds(2);

/** Says what to set where the server cannot listen. @throws StartError, or the error itself. */
export function refuseToListen(error: unknown, { HOST, PORT }: Config): never {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `The port ${PORT} is taken by another program. Choose another one: PORT=3100 npm start`,
    EADDRNOTAVAIL: `HOST=${HOST} is no address of this machine. Leave HOST out for this machine alone, or set HOST=0.0.0.0 for all its addresses.`,
    ENOTFOUND: `Nobody knows the host HOST=${HOST}. Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
    EACCES: `The port ${PORT} is for the system. Set PORT to a number above 1023.`,
  };
  const code = errorCode(error) ?? '';
  const message = advice[code === 'EAI_AGAIN' ? 'ENOTFOUND' : code];
  throw message === undefined ? error : new StartError(message, { cause: error });
}

/**
 * Says so before anything is started or migrated for nothing where the server could not listen.
 * @throws StartError
 */
export async function checkPort(config: Config): Promise<void> {
  const server = createServer();
  try {
    server.listen(config.PORT, config.HOST);
    await once(server, 'listening');
  } catch (error) {
    refuseToListen(error, config);
  }
  server.close();
  await once(server, 'close');
}

/** Says of each server that is set and does not answer what to do; the start goes on without it. */
export async function missing(config: Config): Promise<string[]> {
  const servers = [
    ...(config.REDIS_URL === undefined ? [] : [['Redis', 'REDIS_URL', config.REDIS_URL] as const]),
    ...(config.RABBITMQ_URL ?? []).map((url) => ['RabbitMQ', 'RABBITMQ_URL', url] as const),
  ];
  const lines = servers.map(async ([name, variable, url]) => {
    const { hostname } = new URL(url);
    const port = portOf(new URL(url));
    const problem = await tryToReach(hostname, port);
    if (problem === null) return [];
    const where = `${hostname}:${port}`;
    return [
      `${name} at ${where} does not answer (${problem}). Start it, or correct ${variable}; it is tried again meanwhile`,
    ];
  });
  return (await Promise.all(lines)).flat();
}

/** Null when somebody listens there, else the error's code. */
function tryToReach(hostname: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port, timeout: patience });
    const answer = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => answer(null));
    socket.once('timeout', () => answer('ETIMEDOUT'));
    socket.once('error', (error) => answer(errorCode(error) ?? error.message));
  });
}
