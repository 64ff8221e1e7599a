import { useMutation } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Connection } from '@gatehouse/contracts/identity/connections';
import type { SocialProvider } from '@gatehouse/contracts/identity/social';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';
import { leaveFor } from './social';

const Row = ({
  name,
  detail,
  action,
}: {
  name: ReactNode;
  detail: ReactNode;
  action: ReactNode;
}) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3 sm:px-5">
    <Link2 className="text-muted size-5 shrink-0" aria-hidden />
    <div className="min-w-0 flex-1 basis-52">
      <p className="flex flex-wrap items-center gap-2 font-medium">{name}</p>
      <p className="text-muted truncate">{detail}</p>
    </div>
    {action}
  </li>
);

export const ConnectionRow = ({
  connection,
  onDisconnect,
}: {
  connection: Connection;
  onDisconnect: () => void;
}) => (
  <Row
    name={
      <>
        {connection.label} <Badge tone="ok">Connected</Badge>
      </>
    }
    detail={
      <>
        {connection.email !== null && <>{connection.email} · </>}
        {connection.lastUsedAt === null ? (
          'never used yet'
        ) : (
          <>
            used <Time value={connection.lastUsedAt} />
          </>
        )}
      </>
    }
    action={
      <Button size="sm" onClick={onDisconnect} aria-label={`Disconnect ${connection.label}`}>
        Disconnect
      </Button>
    }
  />
);

export const ProviderRow = ({ provider }: { provider: SocialProvider }) => {
  const start = useMutation({
    mutationFn: () => client.connections.start({ params: { provider: provider.id } }),
    onSuccess: ({ authorizationUrl }) => leaveFor(authorizationUrl, { intent: 'connect' }),
  });
  return (
    <Row
      name={provider.label}
      detail="Not connected"
      action={
        <Button
          size="sm"
          busy={start.isPending || start.isSuccess}
          onClick={() => start.mutate()}
          aria-label={`Connect ${provider.label}`}
        >
          Connect
        </Button>
      }
    />
  );
};
