import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ApiKeyUsage } from '@gatehouse/contracts/identity/api-keys';
import type { RouteAnswer, RouteBody } from '@gatehouse/contracts/route';
import type { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

/** A key just made or rotated, with the secret that is shown this once. */
export type NewSecret = RouteAnswer<typeof routes.apiKeys.create>;

/** Whose keys a page shows. */
export interface ListedKeys {
  readonly queryKey: readonly string[];
  list(
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<RouteAnswer<typeof routes.apiKeys.list>>;
  revoke(id: string): Promise<unknown>;
}

/** And how they are made and changed. */
export interface KeySource extends ListedKeys {
  create(body: RouteBody<typeof routes.apiKeys.create>): Promise<NewSecret>;
  rotate(id: string, overlapHours: number): Promise<NewSecret>;
  update(
    id: string,
    body: RouteBody<typeof routes.apiKeys.update>,
    ifMatch: string,
  ): Promise<unknown>;
  usage(id: string, signal: AbortSignal): Promise<ApiKeyUsage>;
}

const limit = 25;

/** My own keys. */
export const ownKeys: KeySource = {
  queryKey: ['api-keys'],
  list: (cursor, signal) => client.apiKeys.list({ query: { limit, cursor }, signal }),
  create: (body) => client.apiKeys.create({ body }),
  rotate: (id, overlapHours) =>
    client.apiKeys.rotate({
      params: { id },
      body: { overlapHours },
    }),
  update: (id, body, ifMatch) => client.apiKeys.update({ params: { id }, body, ifMatch }),
  revoke: (id) => client.apiKeys.revoke({ params: { id } }),
  usage: (id, signal) => client.apiKeys.usage({ params: { id }, signal }),
};

/** Keys of a person, in the organization. */
export const memberKeys = (id: string): ListedKeys => ({
  queryKey: ['people', id, 'keys'],
  list: (cursor, signal) =>
    client.administration.listKeys({ params: { id }, query: { limit, cursor }, signal }),
  revoke: (keyId) => client.administration.revokeKey({ params: { id, keyId } }),
});

/** Keys of a service account. */
export const keysOf = (id: string): KeySource => ({
  queryKey: ['service-accounts', id, 'keys'],
  list: (cursor, signal) =>
    client.serviceAccounts.listKeys({ params: { id }, query: { limit, cursor }, signal }),
  create: (body) =>
    client.serviceAccounts.createKey({
      params: { id },
      body,
    }),
  rotate: (keyId, overlapHours) =>
    client.serviceAccounts.rotateKey({
      params: { id, keyId },
      body: { overlapHours },
    }),
  update: (keyId, body, ifMatch) =>
    client.serviceAccounts.updateKey({ params: { id, keyId }, body, ifMatch }),
  revoke: (keyId) => client.serviceAccounts.revokeKey({ params: { id, keyId } }),
  usage: (keyId, signal) => client.serviceAccounts.keyUsage({ params: { id, keyId }, signal }),
});

export const apiKeysQuery = (source: ListedKeys) =>
  infiniteQueryOptions({
    queryKey: source.queryKey,
    queryFn: ({ signal, pageParam }) => source.list(pageParam, signal),
    ...byCursor,
  });

export const refetchApiKeys = ({ queryKey }: ListedKeys): Promise<void> =>
  queryClient.invalidateQueries({ queryKey });
