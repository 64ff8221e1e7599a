import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { ServiceAccount } from '@gatehouse/contracts/identity/service-accounts';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { RoleSelect } from '../users/role-select';
import { refetchServiceAccounts } from './service-accounts';

interface RoleDialogProps {
  me: Profile;
  account: ServiceAccount;
  onClose: () => void;
}

const RoleForm = ({ me, account, onClose }: RoleDialogProps) => {
  const form = useContractForm({
    contract: routes.serviceAccounts.assignRole.body,
    defaultValues: { role: account.customRole?.id ?? account.role },
    send: (body) => client.serviceAccounts.assignRole({ params: { id: account.id }, body }),
    onDone: () => {
      toast('The role is changed.');
      void refetchServiceAccounts();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action="Change role" onCancel={onClose}>
      <Field
        label="Role"
        error={form.errors.role?.message}
        hint="Its keys do no more than this role from their next call on."
      >
        {(control) => <RoleSelect me={me} {...control} {...form.register('role')} />}
      </Field>
    </DialogForm>
  );
};

/** Another role for a service account. */
export const RoleDialog = (props: RoleDialogProps) => (
  <Dialog open onOpenChange={props.onClose} title="Change role" description={props.account.name}>
    <RoleForm {...props} />
  </Dialog>
);
