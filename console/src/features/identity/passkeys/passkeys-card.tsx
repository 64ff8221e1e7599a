import { useMutation, useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import type { Passkey } from '@gatehouse/contracts/identity/passkeys';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { LoadFailed } from '../../../ui/load-failed';
import { SkeletonRows } from '../../../ui/skeleton';
import { toast } from '../../../ui/toast-store';
import { NamedFactorRow } from '../second-factor/named-factor-row';
import { RenameDialog } from '../second-factor/rename-dialog';
import { AddPasskeyDialog } from './add-passkey-dialog';
import { passkeysQuery, refetchPasskeys } from './passkeys';

const PasskeyList = (props: {
  onRename: (passkey: Passkey) => void;
  onRemove: (passkey: Passkey) => void;
}) => {
  const { data, error, refetch } = useQuery(passkeysQuery);
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={1} />;
  if (data.data.length === 0) {
    return <p className="border-line text-muted border-t px-4 py-4 sm:px-5">You have none yet.</p>;
  }
  return (
    <ul>
      {data.data.map((passkey) => (
        <NamedFactorRow
          key={passkey.id}
          icon={Fingerprint}
          factor={passkey}
          badge={passkey.synced && <Badge>Synced</Badge>}
          onRename={() => props.onRename(passkey)}
          onRemove={() => props.onRemove(passkey)}
        />
      ))}
    </ul>
  );
};

/** Passkeys: add, rename, remove, and when each was last used. */
export const PasskeysCard = () => {
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<Passkey>();
  const [removing, setRemoving] = useState<Passkey>();
  const remove = useMutation({
    mutationFn: ({ id }: Passkey) => client.passkeys.remove({ params: { id } }),
    onSuccess: () => toast('The passkey is removed. You can delete it from the device too.'),
    onSettled: () => {
      setRemoving(undefined);
      return refetchPasskeys();
    },
  });
  return (
    <Card
      title="Passkeys"
      description="Sign in without a password, with a finger, your face or a PIN. They cannot be phished."
      actions={<Button onClick={() => setAdding(true)}>Add a passkey</Button>}
      flush
    >
      <PasskeyList onRename={setRenaming} onRemove={setRemoving} />
      <AddPasskeyDialog open={adding} onClose={() => setAdding(false)} />
      <RenameDialog
        title="Rename the passkey"
        name={renaming?.name}
        rename={async (name) => {
          await client.passkeys.rename({ params: { id: renaming?.id ?? '' }, body: { name } });
          await refetchPasskeys();
        }}
        onClose={() => setRenaming(undefined)}
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title="Remove this passkey?"
        action="Remove"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        {removing?.name} no longer signs you in, and your other sessions end.
      </ConfirmDialog>
    </Card>
  );
};
