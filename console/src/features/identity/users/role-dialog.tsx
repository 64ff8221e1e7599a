import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { User } from '@gatehouse/contracts/identity/user';
import { rolesRequiringSecondFactor } from '@gatehouse/contracts/permissions';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { useRoles } from '../roles/roles';
import { refetchPeople } from './people';
import { roleTitleOf } from './role-badge';
import { RoleSelect } from './role-select';

interface RoleDialogProps {
  me: Profile;
  person: User;
  onClose: () => void;
}

const RoleForm = ({ me, person, onClose }: RoleDialogProps) => {
  const roles = useRoles(me);
  const form = useContractForm({
    contract: routes.users.assignRole.body,
    defaultValues: { role: person.customRole?.id ?? person.role ?? 'EMPLOYEE' },
    send: (body) => client.users.assignRole({ params: { id: person.id }, body }),
    onDone: (changed) => {
      toast(`The role of ${changed.firstName} is now: ${roleTitleOf(changed)}.`);
      void refetchPeople();
      onClose();
    },
  });
  const chosen = form.watch('role');
  const rank = roles.find(({ id }) => id === chosen)?.rank;
  const needsFactor =
    rank !== undefined && rolesRequiringSecondFactor.includes(rank) && !person.twoFactorEnabled;
  return (
    <DialogForm form={form} action="Change role" onCancel={onClose}>
      <Field
        label="Role"
        error={form.errors.role?.message}
        hint={
          needsFactor
            ? 'This role requires a second factor: they turn it on before they can go on.'
            : 'It takes effect at their next request.'
        }
      >
        {(control) => <RoleSelect me={me} {...control} {...form.register('role')} />}
      </Field>
    </DialogForm>
  );
};

export const RoleDialog = (props: RoleDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Change role"
    description={`${props.person.firstName} ${props.person.lastName}`}
  >
    <RoleForm {...props} />
  </Dialog>
);
