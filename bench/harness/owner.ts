import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setupRoutes } from '@gatehouse/contracts/identity/setup';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { launchGatehouse } from '../../e2e/harness/launch.ts';
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from '../../scripts/steps/server-flags.mjs';
import { password } from '../seed.ts';
import { embeddedDatabase } from './gatehouse.ts';
import { outputOf } from './processes.ts';

/** An empty Gatehouse, and the token of its owner. */
export interface OwnedGatehouse {
  readonly url: string;
  readonly processId: number;
  readonly databaseUrl: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts the built product as `npm start` does, with its limits lifted, and sets its owner up. */
export async function startOwned(
  environment: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = SERVER_FLAGS,
): Promise<OwnedGatehouse> {
  const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
  const ready = /https?:\/\/\S+\/setup\?token=[\w.~-]+/;
  const running = await launchGatehouse({
    data,
    ready,
    environment: { ...SERVER_ENVIRONMENT, ...environment },
    nodeFlags,
  });
  const stop = async () => {
    await running.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { processId, url } = running;
    const databaseUrl = await embeddedDatabase(data);
    return { url, processId, databaseUrl, token: await tokenOfOwner(url, running.said), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function tokenOfOwner(url: string, link: string): Promise<string> {
  const call = async (route: RouteContract, body?: object, token = '') => {
    const response = await fetch(url + apiBase + route.path, {
      method: route.method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (response.status === 204 ? {} : await response.json()) as Record<string, string>;
    if (!response.ok) throw new Error(`${route.name}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const person = { email: 'owner@bench.test', password, firstName: 'Ada', lastName: 'Byron' };
  const token = new URL(link).searchParams.get('token');
  await call(setupRoutes.complete, { token, organization: 'Bench', ...person });
  const { accessToken } = await call(signInRoutes.login, { email: person.email, password });
  const { secret = '' } = await call(twoFactorRoutes.setupTotp, undefined, accessToken);
  const code = (await outputOf('oathtool', ['--totp', '-b', secret])).trim();
  const { accessToken: full = '' } = await call(twoFactorRoutes.enableTotp, { code }, accessToken);
  return full;
}
