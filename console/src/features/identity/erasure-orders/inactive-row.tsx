import { useMutation } from '@tanstack/react-query';
import type { InactiveAccount } from '@gatehouse/contracts/identity/erasure-orders';
import { client } from '../../../api/client';
import { Avatar } from '../../../ui/avatar';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { TableCell, TableRow } from '../../../ui/table';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { refetchInactiveAccounts } from './inactive-accounts';

interface InactiveRowProps {
  account: InactiveAccount;
  onOrder: () => void;
}

const CallOffButton = ({ account }: { account: InactiveAccount }) => {
  const callOff = useMutation({
    mutationFn: () => client.erasureOrders.callOff({ params: { id: account.id } }),
    onSuccess: () => toast(`${account.firstName} ${account.lastName} is not erased.`),
    onSettled: refetchInactiveAccounts,
  });
  return (
    <Button
      busy={callOff.isPending}
      aria-label={`Call off the erasure of ${account.firstName} ${account.lastName}`}
      onClick={() => callOff.mutate()}
    >
      Call off
    </Button>
  );
};

const Deed = ({ account, onOrder }: InactiveRowProps) => {
  if (account.erasure === null)
    return (
      <Button aria-label={`Erase ${account.firstName} ${account.lastName}`} onClick={onOrder}>
        Erase…
      </Button>
    );
  if (account.erasure.reason === null) return <span className="text-muted">Own wish</span>;
  return <CallOffButton account={account} />;
};

export const InactiveRow = (props: InactiveRowProps) => {
  const { firstName, lastName, email, status, erasure } = props.account;
  return (
    <TableRow>
      <TableCell className="w-full max-w-0">
        <span className="flex items-center gap-3">
          <Avatar of={{ firstName, lastName }} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">
              {firstName} {lastName}
            </span>
            <span className="text-muted block truncate text-[0.8125rem]">{email}</span>
          </span>
        </span>
      </TableCell>
      <TableCell className="hidden sm:table-cell">
        <Badge tone="neutral">{status === 'deleted' ? 'Deleted' : 'Deactivated'}</Badge>
      </TableCell>
      <TableCell className="hidden md:table-cell">
        {erasure && (
          <>
            <Time value={erasure.dueAt} />
            {erasure.reason !== null && (
              <span className="text-muted block text-[0.8125rem]">{erasure.reason}</span>
            )}
          </>
        )}
      </TableCell>
      <TableCell className="text-right whitespace-nowrap">
        <Deed {...props} />
      </TableCell>
    </TableRow>
  );
};
