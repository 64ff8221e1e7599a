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
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { AddPasskeyDialog } from './add-passkey-dialog';
import { passkeysQuery, refetchPasskeys } from './passkeys';
import { RenamePasskeyDialog } from './rename-passkey-dialog';

interface RowProps {
  passkey: Passkey;
  onRename: () => void;
  onRemove: () => void;
}

const PasskeyRow = ({ passkey, onRename, onRemove }: RowProps) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3 sm:px-5">
    <Fingerprint className="text-muted size-5 shrink-0" aria-hidden />
    <div className="min-w-0 flex-1 basis-52">
      <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
        {passkey.name} {passkey.synced && <Badge>Synced</Badge>}
      </p>
      <p className="text-muted flex flex-wrap gap-x-3">
        <span>
          Added <Time value={passkey.createdAt} />
        </span>
        <span>
          {passkey.lastUsedAt === null ? (
            'Not used yet'
          ) : (
            <>
              Last used <Time value={passkey.lastUsedAt} />
            </>
          )}
        </span>
      </p>
    </div>
    <div className="flex gap-2">
      <Button size="sm" onClick={onRename} aria-label={`Rename ${passkey.name}`}>
        Rename
      </Button>
      <Button size="sm" onClick={onRemove} aria-label={`Remove ${passkey.name}`}>
        Remove
      </Button>
    </div>
  </li>
);

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
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
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
      <RenamePasskeyDialog passkey={renaming} onClose={() => setRenaming(undefined)} />
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
