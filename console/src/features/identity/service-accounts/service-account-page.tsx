import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { ServiceAccount } from '@gatehouse/contracts/identity/service-accounts';
import { isGrantable } from '@gatehouse/contracts/permissions';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { TextLink } from '../../../ui/text-link';
import { keysOf } from '../api-keys/api-keys';
import { KeysCard } from '../api-keys/keys-card';
import { useRoles } from '../roles/roles';
import { RoleBadge } from '../users/role-badge';
import { RoleDialog } from './role-dialog';
import { refetchServiceAccounts, serviceAccountQuery } from './service-accounts';

const route = getRouteApi('/shell/automation/$id');

type Step = 'key' | 'rename' | 'role' | 'delete';

const DeleteDialog = ({ account, onClose }: { account: ServiceAccount; onClose: () => void }) => {
  const navigate = route.useNavigate();
  const removal = useMutation({
    mutationFn: () => client.serviceAccounts.remove({ params: { id: account.id } }),
    onSuccess: async () => {
      await navigate({ to: '/automation' });
      await refetchServiceAccounts();
    },
    onError: onClose,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Delete this service account?"
      action="Delete"
      danger
      busy={removal.isPending}
      onConfirm={() => removal.mutate()}
    >
      Every program that uses a key of{' '}
      <strong className="text-text font-medium">{account.name}</strong> is turned away from its next
      call on. The audit trail stays.
    </ConfirmDialog>
  );
};

/** What both the account and I hold: a key may do no more. */
const useGrantable = (me: Profile, account: ServiceAccount) => {
  const roles = useRoles(me);
  const role = roles.find(({ id }) => id === (account.customRole?.id ?? account.role));
  const own = me.permissions.filter(isGrantable);
  return own.filter((permission) => role?.permissions.includes(permission) ?? true);
};

const Account = ({ me, account }: { me: Profile; account: ServiceAccount }) => {
  const [step, setStep] = useState<Step>();
  const close = () => setStep(undefined);
  const source = useMemo(() => keysOf(account.id), [account.id]);
  const grantable = useGrantable(me, account);
  const mayMakeKeys = grantable.length > 0;
  const params = { id: account.id };
  const change = useMutation({
    mutationFn: () =>
      account.isActive
        ? client.serviceAccounts.deactivate({ params })
        : client.serviceAccounts.activate({ params }),
    onSettled: refetchServiceAccounts,
  });
  return (
    <>
      <PageHeader
        title={account.name}
        description={
          <span className="flex flex-wrap items-center gap-2">
            <RoleBadge of={account} />
            {!account.isActive && <Badge tone="danger">Deactivated</Badge>}
            <TextLink to="/automation">All service accounts</TextLink>
            {!mayMakeKeys && (
              <span className="basis-full">
                A key holds permissions of the account’s role that you hold too. There are none:
                change the role first.
              </span>
            )}
          </span>
        }
        actions={
          <>
            <Button onClick={() => setStep('rename')}>Rename</Button>
            <Button onClick={() => setStep('role')}>Change role</Button>
            <Button busy={change.isPending} onClick={() => change.mutate()}>
              {account.isActive ? 'Deactivate' : 'Activate'}
            </Button>
            <Button onClick={() => setStep('delete')}>Delete</Button>
            {mayMakeKeys && (
              <Button variant="primary" onClick={() => setStep('key')}>
                New API key
              </Button>
            )}
          </>
        }
      />
      <KeysCard
        source={source}
        title="Keys"
        grantable={grantable}
        creating={step === 'key'}
        onCreated={close}
      />
      {step === 'rename' && (
        <PromptDialog
          title="Rename the service account"
          label="Name"
          action="Save"
          contract={routes.serviceAccounts.update.body.shape.name}
          present={account.name}
          send={async (name) => {
            await client.serviceAccounts.update({ params, body: { name } });
            void refetchServiceAccounts();
          }}
          onClose={close}
        />
      )}
      {step === 'role' && <RoleDialog me={me} account={account} onClose={close} />}
      {step === 'delete' && <DeleteDialog account={account} onClose={close} />}
    </>
  );
};

/** One service account and its keys. */
export const ServiceAccountPage = () => {
  const { id } = route.useParams();
  const { data: me } = useSuspenseQuery(profileQuery);
  const account = useQuery(serviceAccountQuery(id));
  return (
    <Loaded query={account} rows={4}>
      {(data) => <Account me={me} account={data} />}
    </Loaded>
  );
};
