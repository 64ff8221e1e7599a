import type { Profile } from '@gatehouse/contracts/identity/profile';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { NameFields } from '../profile/name-fields';
import { refetchPeople } from './people';
import { RoleSelect } from './role-select';

const AddPersonForm = ({ me, onClose }: { me: Profile; onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.users.create.body,
    defaultValues: { email: '', firstName: '', lastName: '', role: 'EMPLOYEE' },
    send: (body) => client.users.create({ body }),
    onDone: (person) => {
      toast(
        `${person.firstName} ${person.lastName} is added. A mail to choose a password is on its way.`,
      );
      void refetchPeople();
      onClose();
    },
    codes: { email_taken: 'email' },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Add person" onCancel={onClose}>
      <NameFields
        own={false}
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <Field label="E-mail address" error={errors.email?.message}>
        {(control) => <Input type="email" autoComplete="off" {...control} {...register('email')} />}
      </Field>
      <Field label="Role" error={errors.role?.message}>
        {(control) => <RoleSelect me={me} {...control} {...register('role')} />}
      </Field>
    </DialogForm>
  );
};

interface AddPersonDialogProps {
  me: Profile;
  open: boolean;
  onClose: () => void;
}

export const AddPersonDialog = ({ me, open, onClose }: AddPersonDialogProps) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="Add a person"
    description="They get a mail to choose their own password."
  >
    <AddPersonForm me={me} onClose={onClose} />
  </Dialog>
);
