import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ApiKeyUsage } from '@gatehouse/contracts/identity/api-keys';
import type { RouteAnswer, RouteBody } from '@gatehouse/contracts/route';
import type { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

/** A key just made or rotated, with the secret that is shown this once. */
export type NewSecret = RouteAnswer<typeof routes.apiKeys.create>;

/** Whose keys a page shows, and how they are asked for. */
export interface KeySource {
  readonly queryKey: readonly string[];
  list(
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<RouteAnswer<typeof routes.apiKeys.list>>;
  create(body: RouteBody<typeof routes.apiKeys.create>): Promise<NewSecret>;
  rotate(id: string, overlapHours: number): Promise<NewSecret>;
  revoke(id: string): Promise<unknown>;
  usage(id: string, signal: AbortSignal): Promise<ApiKeyUsage>;
}

const limit = 25;

/** My own keys. */
export const ownKeys: KeySource = {
  queryKey: ['api-keys'],
  list: (cursor, signal) => client.apiKeys.list({ query: { limit, cursor }, signal }),
  create: (body) => client.apiKeys.create({ body, idempotencyKey: crypto.randomUUID() }),
  rotate: (id, overlapHours) =>
    client.apiKeys.rotate({
      params: { id },
      body: { overlapHours },
      idempotencyKey: crypto.randomUUID(),
    }),
  revoke: (id) => client.apiKeys.revoke({ params: { id } }),
  usage: (id, signal) => client.apiKeys.usage({ params: { id }, signal }),
};

/** Keys of a service account. */
export const keysOf = (id: string): KeySource => ({
  queryKey: ['service-accounts', id, 'keys'],
  list: (cursor, signal) =>
    client.serviceAccounts.listKeys({ params: { id }, query: { limit, cursor }, signal }),
  create: (body) =>
    client.serviceAccounts.createKey({
      params: { id },
      body,
      idempotencyKey: crypto.randomUUID(),
    }),
  rotate: (keyId, overlapHours) =>
    client.serviceAccounts.rotateKey({
      params: { id, keyId },
      body: { overlapHours },
      idempotencyKey: crypto.randomUUID(),
    }),
  revoke: (keyId) => client.serviceAccounts.revokeKey({ params: { id, keyId } }),
  usage: (keyId, signal) => client.serviceAccounts.keyUsage({ params: { id, keyId }, signal }),
});

export const apiKeysQuery = (source: KeySource) =>
  infiniteQueryOptions({
    queryKey: source.queryKey,
    queryFn: ({ signal, pageParam }) => source.list(pageParam, signal),
    ...byCursor,
  });

export const refetchApiKeys = ({ queryKey }: KeySource): Promise<void> =>
  queryClient.invalidateQueries({ queryKey });
