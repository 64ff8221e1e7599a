import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '@gatehouse/contracts/identity/connections';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { PagedList } from '../../../ui/paged-list';
import { toast } from '../../../ui/toast-store';
import { ConnectionRow, ProviderRow } from './connection-rows';
import { connectionsQuery, providersQuery } from './social';

const useDisconnect = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ id }: Connection) => client.connections.remove({ params: { id } }),
    onSuccess: (_nothing, { label }) => toast(`${label} is disconnected.`),
    onSettled: () => {
      onDone();
      return queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
    },
  });

const ConnectionList = ({ onDisconnect }: { onDisconnect: (connection: Connection) => void }) => {
  const list = useInfiniteQuery(connectionsQuery);
  const { data: providers = [] } = useQuery(providersQuery);
  return (
    <PagedList list={list} rows={2}>
      {(connections) => {
        const others = providers.filter(
          ({ id }) => !connections.some((connection) => connection.provider === id),
        );
        return (
          <ul>
            {connections.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                onDisconnect={() => onDisconnect(connection)}
              />
            ))}
            {others.map((provider) => (
              <ProviderRow key={provider.id} provider={provider} />
            ))}
          </ul>
        );
      }}
    </PagedList>
  );
};

/** Accounts elsewhere that open this one; nothing where there are none to connect. */
export const ConnectionsCard = () => {
  const { data: providers = [] } = useQuery(providersQuery);
  const { data: connections } = useInfiniteQuery(connectionsQuery);
  const [leaving, setLeaving] = useState<Connection>();
  const disconnect = useDisconnect(() => setLeaving(undefined));
  const connected = connections?.pages.some((page) => page.data.length > 0) ?? false;
  if (providers.length === 0 && !connected) return null;
  return (
    <Card
      title="Connected accounts"
      description="Accounts elsewhere that you can sign in with."
      flush
    >
      <ConnectionList onDisconnect={setLeaving} />
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={() => setLeaving(undefined)}
        title={`Disconnect ${leaving?.label}?`}
        action="Disconnect"
        busy={disconnect.isPending}
        onConfirm={() => leaving && disconnect.mutate(leaving)}
      >
        You can no longer sign in with {leaving?.label}. Your account stays as it is.
      </ConfirmDialog>
    </Card>
  );
};
