import type { RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import { describe, expect, it } from 'vitest';

const creates = ({ method, status }: RouteContract): boolean =>
  method === 'POST' && (status === 201 || status === 202);

/** What creates and takes no `Idempotency-Key`, each with its reason. This list may only shrink. */
const once: Readonly<Record<string, string>> = {
  'setup.complete': 'its link works once',
  'passkeys.register': 'its challenge works once, and the answer holds tokens and backup codes',
  'connections.finish': "the provider's answer works once",
  'impersonation.begin': 'the answer holds the token of a session',
  'support.impersonate': 'the answer holds the token of a session',
  'erasure.request': 'ends the session that asks',
};

describe('Idempotency-Key', () => {
  it('is taken by every POST that creates, but for a few that work once by themselves', () => {
    const without = allRoutes.filter((route) => creates(route) && !route.idempotent);
    expect(without.map(({ name }) => name).toSorted()).toEqual(Object.keys(once).toSorted());
  });
});
