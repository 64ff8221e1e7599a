import type { ServiceAccount } from '@gatehouse/contracts/identity/service-accounts';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchServiceAccounts } from './service-accounts';

interface RenameDialogProps {
  account: ServiceAccount;
  onClose: () => void;
}

const RenameForm = ({ account: { id, name }, onClose }: RenameDialogProps) => {
  const form = useContractForm({
    contract: routes.serviceAccounts.update.body,
    defaultValues: { name },
    send: (body) => client.serviceAccounts.update({ params: { id }, body }),
    onDone: () => {
      void refetchServiceAccounts();
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
          Save
        </Button>
      </DialogActions>
    </form>
  );
};

export const RenameDialog = (props: RenameDialogProps) => (
  <Dialog open onOpenChange={props.onClose} title="Rename the service account">
    <RenameForm {...props} />
  </Dialog>
);
