import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import type { TotpAuthenticator } from '@gatehouse/contracts/identity/totp';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { toast } from '../../../ui/toast-store';
import { FactorRow } from '../second-factor/factor-row';
import { NamedFactorRow } from '../second-factor/named-factor-row';
import { mayRemove, refetchFactors, type TwoFactorStatus } from './two-factor';

const appsQuery = queryOptions({
  queryKey: ['two-factor', 'apps'],
  queryFn: ({ signal }) => client.totp.list({ signal }),
});
const refetchApps = () => queryClient.invalidateQueries({ queryKey: appsQuery.queryKey });

/** Authenticator apps: add, rename, remove, and when each was last used. */
export const AppRows = ({ status }: { status: TwoFactorStatus }) => {
  const { data } = useQuery(appsQuery);
  const apps = data?.data ?? [];
  const [renaming, setRenaming] = useState<TotpAuthenticator>();
  const [removing, setRemoving] = useState<TotpAuthenticator>();
  const remove = useMutation({
    mutationFn: ({ id }: TotpAuthenticator) => client.totp.remove({ params: { id } }),
    onSuccess: () => toast('The authenticator app is removed.'),
    onSettled: () => {
      setRemoving(undefined);
      return Promise.all([refetchApps(), refetchFactors()]);
    },
  });
  const removable = apps.length > 1 || mayRemove(status, 'totp');
  return (
    <>
      <FactorRow
        icon={Smartphone}
        name="Authenticator app"
        badge={status.totp.enabled ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
        detail={`Codes from an app on your phone${status.required ? ' · your role requires a second factor' : ''}`}
        action={
          <Button asChild size="sm" variant={status.totp.enabled ? 'secondary' : 'primary'}>
            <Link to="/security/two-factor">{status.totp.enabled ? 'Add another' : 'Turn on'}</Link>
          </Button>
        }
      />
      {apps.map((app) => (
        <NamedFactorRow
          key={app.id}
          icon={Smartphone}
          factor={app}
          onRename={() => setRenaming(app)}
          onRemove={removable ? () => setRemoving(app) : undefined}
        />
      ))}
      {renaming && (
        <PromptDialog
          title="Rename the authenticator app"
          label="Name"
          action="Rename"
          contract={routes.totp.rename.body.shape.name}
          present={renaming.name}
          send={async (name) => {
            await client.totp.rename({ params: { id: renaming.id }, body: { name } });
            await refetchApps();
          }}
          onClose={() => setRenaming(undefined)}
        />
      )}
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title="Remove this authenticator app?"
        action="Remove"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        The codes of {removing?.name} stop working, and your other sessions end. If it is your last
        second factor, your password alone will open your account.
      </ConfirmDialog>
    </>
  );
};
