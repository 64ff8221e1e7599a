import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A built Gatehouse on an empty database of its own. */
export interface RunningGatehouse {
  /** Origin, without a slash at the end. */
  url: string;
  /** The one-time link that the first start prints. */
  setupUrl: string;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
const patience = 60_000;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts the built product as a user does, and waits until it says that it is ready. */
export const startGatehouse = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningGatehouse> => {
  const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-e2e-'));
  const port = await freePort();
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      GATEHOUSE_DATA_DIR: data,
      GATEHOUSE_RATE_LIMITS: 'false',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  let said = '';
  const setupUrl = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not ready in time:\n${said}`)), patience);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const link = /https?:\/\/\S+\/setup\?token=[\w.~-]+/.exec(said)?.[0];
      if (link === undefined) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`It ended:\n${said}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: new URL(setupUrl).origin, setupUrl, stop };
};
