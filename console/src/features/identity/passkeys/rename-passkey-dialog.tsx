import type { Passkey } from '@gatehouse/contracts/identity/passkeys';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchPasskeys } from './passkeys';

const RenameForm = ({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.passkeys.rename.body,
    defaultValues: { name: passkey.name },
    send: (body) => client.passkeys.rename({ params: { id: passkey.id }, body }),
    onDone: () => {
      void refetchPasskeys();
      onClose();
    },
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field label="Name" error={form.errors.name?.message}>
        {(control) => <Input autoComplete="off" {...control} {...form.register('name')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Rename
        </Button>
      </DialogActions>
    </form>
  );
};

export const RenamePasskeyDialog = ({
  passkey,
  onClose,
}: {
  passkey: Passkey | undefined;
  onClose: () => void;
}) => (
  <Dialog open={passkey !== undefined} onOpenChange={onClose} title="Rename the passkey">
    {passkey && <RenameForm passkey={passkey} onClose={onClose} />}
  </Dialog>
);
