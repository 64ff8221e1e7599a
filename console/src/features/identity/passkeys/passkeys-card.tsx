import { useMutation, useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import type { Passkey } from '@gatehouse/contracts/identity/passkeys';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Loaded } from '../../../ui/loaded';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { toast } from '../../../ui/toast-store';
import { NamedFactorRow } from '../second-factor/named-factor-row';
import { AddPasskeyDialog } from './add-passkey-dialog';
import { passkeysQuery, refetchPasskeys } from './passkeys';

const PasskeyList = (props: {
  onRename: (passkey: Passkey) => void;
  onRemove: (passkey: Passkey) => void;
}) => {
  const list = useQuery(passkeysQuery);
  return (
    <Loaded query={list} rows={1}>
      {({ data: passkeys }) =>
        passkeys.length === 0 ? (
          <p className="border-line text-muted border-t px-4 py-4 sm:px-5">You have none yet.</p>
        ) : (
          <ul>
            {passkeys.map((passkey) => (
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
        )
      }
    </Loaded>
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
      {renaming && (
        <PromptDialog
          title="Rename the passkey"
          label="Name"
          action="Rename"
          contract={routes.passkeys.rename.body.shape.name}
          present={renaming.name}
          send={async (name) => {
            await client.passkeys.rename({ params: { id: renaming.id }, body: { name } });
            await refetchPasskeys();
          }}
          onClose={() => setRenaming(undefined)}
        />
      )}
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
