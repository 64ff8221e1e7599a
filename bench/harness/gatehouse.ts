import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apiBase } from '@gatehouse/contracts/route';
import { registrationRoutes } from '@gatehouse/contracts/identity/registration';
import { signInRoutes, type TokenPair } from '@gatehouse/contracts/identity/sign-in';
import { launchGatehouse } from '../../e2e/harness/launch.ts';
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from '../../scripts/steps/server-flags.mjs';
import { emailOf, password, refreshTokenOf, seed } from '../seed.ts';
import { get, type HttpRequest, keepAlive, post, sendChecked } from './http.ts';
import type { Product } from './product.ts';

/** A running Gatehouse with seeded users. */
export interface Gatehouse extends Product {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  /** A refresh token that nothing else uses. */
  unusedToken(): string;
  readonly refreshPath: string;
}

const { login, refresh, validate } = signInRoutes;
const { register } = registrationRoutes;
/** Different people that a load signs in. */
const signedIn = 1000;

/** Starts the built product as `npm start` does, with its limits lifted, and seeds it. */
export async function startSeeded(users: number): Promise<Gatehouse> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
  const running = await launchGatehouse({
    data: dataDirectory,
    ready: /Console +http:\/\/\S+(?=\/)/,
    nodeFlags: SERVER_FLAGS,
    environment: SERVER_ENVIRONMENT,
  });
  const stop = async () => {
    await running.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    const port = new URL(running.said.split(' ').at(-1) ?? '').port;
    const databaseUrl = await embeddedDatabase(dataDirectory);
    await seed(databaseUrl, users);
    const people = new SeededPeople(`http://127.0.0.1:${port}`, users);
    const { processId } = running;
    const shapes = {
      url: people.url,
      signIns: () => people.signIns(),
      signUps: (count: number) => people.signUps(count),
      checks: (sessions: number) => people.checks(sessions),
      refreshes: (clients: number) => Promise.resolve(people.refreshes(clients)),
      unusedToken: () => refreshTokenOf(people.next()),
      refreshPath: apiBase + refresh.path,
    };
    return { ...shapes, databaseUrl, dataDirectory, processId, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Requests in the name of seeded people. */
class SeededPeople {
  readonly url: string;
  readonly #users: number;
  #taken = 0;
  #registered = 0;

  constructor(url: string, users: number) {
    this.url = url;
    this.#users = users;
  }

  /** The next person whose token is unused; neighbours are far apart in the database. */
  next(): number {
    if (this.#taken === this.#users) throw new Error('no unused token is left; seed more users');
    const stride = 10_007;
    return (this.#taken++ * stride) % this.#users;
  }

  signIns(): HttpRequest[] {
    const step = Math.max(1, Math.floor(this.#users / signedIn));
    return Array.from({ length: Math.min(signedIn, this.#users) }, (_, index) =>
      post(apiBase + login.path, { email: emailOf(index * step), password }),
    );
  }

  signUps(count: number): HttpRequest[] {
    return Array.from({ length: count }, () => {
      const email = `new${(this.#registered += 1)}@bench.test`;
      const body = { email, password, firstName: 'Ada', lastName: 'Byron' };
      return post(apiBase + register.path, body);
    });
  }

  refreshes(clients: number) {
    const requests = Array.from({ length: clients }, () =>
      post(apiBase + refresh.path, { refreshToken: refreshTokenOf(this.next()) }),
    );
    return { url: this.url, requests, chain: { field: 'refreshToken' } };
  }

  async checks(sessions: number): Promise<HttpRequest[]> {
    const agent = keepAlive();
    const { requests } = this.refreshes(sessions);
    const answers = await Promise.all(
      requests.map((request) => sendChecked(this.url, request, agent)),
    );
    agent.destroy();
    return answers.map(({ body }) => {
      const pair: TokenPair = JSON.parse(body);
      return get(apiBase + validate.path, { authorization: `Bearer ${pair.accessToken}` });
    });
  }
}

/** The URL of the PostgreSQL that a running Gatehouse has in its data folder. */
export async function embeddedDatabase(dataDirectory: string): Promise<string> {
  const folder = path.join(dataDirectory, 'postgres');
  const text = await readFile(path.join(folder, 'credentials.json'), 'utf8');
  const credentials: { gatehouse: string } = JSON.parse(text);
  const cluster = path.join(folder, 'cluster');
  const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const url = new URL(
    `postgres://gatehouse:${credentials.gatehouse}@127.0.0.1:${lines[3]}/gatehouse`,
  );
  // Over the same socket as the product, which the limits and peers are measured beside.
  if (lines[4]) url.searchParams.set('host', cluster);
  return url.href;
}
