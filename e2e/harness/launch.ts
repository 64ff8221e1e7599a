import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A process of the built Gatehouse, on a data folder that stays when it ends. */
export interface GatehouseProcess {
  readonly processId: number;
  /** Where it listens; without a slash at the end. */
  readonly url: string;
  /** What it printed that matched `ready`. */
  readonly said: string;
  /** Its exit code, once it has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly data: string;
  /** What it prints when it is ready. */
  readonly ready: RegExp;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Descriptor of the open file that its standard output goes to; without one, it goes nowhere. */
  readonly standardOutput?: number;
}

/** What `node` runs. */
export const builtServer = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
const patience = 180_000;

/** Passwords hashed at a fifth of the cost: most of what many tests took was hashing. */
export const quickHashes = {
  GATEHOUSE_ARGON2_MEMORY_KIB: '8192',
  GATEHOUSE_ARGON2_ITERATIONS: '1',
};

/** A loopback port that nothing listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts the built product on a data folder, and waits until it prints what `ready` matches. */
export const launchGatehouse = async (options: LaunchOptions): Promise<GatehouseProcess> => {
  const port = await freePort();
  const child = spawn(process.execPath, [...(options.nodeFlags ?? []), builtServer], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      // Alerts of a crowded machine are none of a test's business, but where it asks for them.
      GATEHOUSE_WATCH_SECONDS: '0',
      GATEHOUSE_DATA_DIR: options.data,
      GATEHOUSE_RATE_LIMITS: 'false',
      ...options.environment,
    },
    // What it prints for people goes to stderr; its logs are in files too.
    stdio: ['ignore', options.standardOutput ?? 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const said = await outputOf(child, options.ready);
    return { processId: child.pid ?? 0, url: `http://127.0.0.1:${port}`, said, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const outputOf = (child: ChildProcess, pattern: RegExp): Promise<string> => {
  let said = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not ready in time:\n${said}`)), patience);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const match = pattern.exec(said)?.[0];
      if (match === undefined) return;
      clearTimeout(timer);
      child.stderr?.off('data', listen).resume();
      resolve(match);
    };
    child.stderr?.on('data', listen);
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`It ended:\n${said}`));
    });
  });
};
