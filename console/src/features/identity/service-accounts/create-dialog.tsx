import type { Profile } from '@gatehouse/contracts/identity/profile';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { RoleSelect } from '../users/role-select';
import { refetchServiceAccounts } from './service-accounts';

const CreateForm = ({ me, onClose }: { me: Profile; onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.serviceAccounts.create.body,
    defaultValues: { name: '', role: 'EMPLOYEE' },
    send: (body) => client.serviceAccounts.create({ body }),
    onDone: ({ name }) => {
      toast(`${name} is made. Give it a key next.`);
      void refetchServiceAccounts();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action="Make it" onCancel={onClose}>
      <Field
        label="Name"
        hint="What it is for, such as “Nightly export”."
        error={form.errors.name?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('name')} />}
      </Field>
      <Field label="Role" error={form.errors.role?.message}>
        {(control) => <RoleSelect me={me} {...control} {...form.register('role')} />}
      </Field>
    </DialogForm>
  );
};

interface CreateDialogProps {
  me: Profile;
  open: boolean;
  onClose: () => void;
}

export const CreateDialog = ({ me, open, onClose }: CreateDialogProps) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="New service account"
    description="It belongs to the organization and stays when people leave. Nobody signs in to it."
  >
    <CreateForm me={me} onClose={onClose} />
  </Dialog>
);
