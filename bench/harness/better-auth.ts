import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { get, type HttpRequest, keepAlive, post, sendChecked } from './http.ts';
import { outputOf, type Server, startServer } from './processes.ts';
import type { Product } from './product.ts';

const folder = fileURLToPath(new URL('../peers/better-auth', import.meta.url));
const server = 'peers/better-auth/server.mjs';
const database = 'better_auth';
const password = 'correct horse battery staple';
const people = 50;

/**
 * better-auth on `node:http`, in a database of its own on the same PostgreSQL. Installed at first
 * use, so that whoever only runs the product does not pay for it.
 */
export async function startBetterAuth(databaseUrl: string): Promise<Product> {
  await install();
  const url = new URL(databaseUrl);
  await createDatabase(databaseUrl);
  url.pathname = database;
  const environment = { DATABASE_URL: url.href, NODE_ENV: 'production' };
  const running = await startServer(server, environment);
  const cookies = await register(running.url);
  return productOf(running, cookies, () =>
    startServer(server, { ...environment, UPDATE_AGE: '0' }),
  );
}

function productOf(
  running: Server,
  cookies: readonly string[],
  startWriting: () => Promise<Server>,
): Product {
  const headers = { origin: running.url };
  const looks = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      get('/api/auth/get-session', { cookie: cookies[index % cookies.length] ?? '' }),
    );
  let registered = people;
  let writing: Promise<Server> | undefined;
  return {
    url: running.url,
    processId: running.processId,
    signIns: () =>
      Array.from({ length: people }, (_, index) =>
        post('/api/auth/sign-in/email', { email: emailOf(index), password }, headers),
      ),
    signUps: (count) => Array.from({ length: count }, () => signUp(running.url, registered++)),
    checks: (sessions) => Promise.resolve(looks(sessions)),
    refreshes: async (clients) => {
      writing ??= startWriting();
      return { url: (await writing).url, requests: looks(clients) };
    },
    stop: async () => {
      await running.stop();
      await (await writing)?.stop();
    },
  };
}

const emailOf = (index: number) => `user${index}@bench.test`;

const signUp = (origin: string, index: number): HttpRequest =>
  post('/api/auth/sign-up/email', { email: emailOf(index), password, name: 'Bench' }, { origin });

/** @returns the session cookies of the people who registered. */
async function register(url: string): Promise<string[]> {
  const agent = keepAlive();
  const answers = await Promise.all(
    Array.from({ length: people }, (_, index) => sendChecked(url, signUp(url, index), agent)),
  );
  agent.destroy();
  return answers.map(({ cookies }) => cookies.map((cookie) => cookie.split(';')[0]).join('; '));
}

async function install(): Promise<void> {
  if (existsSync(path.join(folder, 'node_modules', 'better-auth', 'package.json'))) return;
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  await outputOf('npm', ['install', ...quiet], { cwd: folder });
}

async function createDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}
