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
import { refetchInvitations } from './invitations';

interface InviteProps {
  me: Profile;
  onClose: () => void;
}

const InviteForm = ({ me, onClose }: InviteProps) => {
  const form = useContractForm({
    contract: routes.invitations.create.body,
    defaultValues: { email: '', role: 'EMPLOYEE' },
    send: (body) => client.invitations.create({ body }),
    onDone: ({ email }) => {
      toast(`An invitation is on its way to ${email}.`);
      void refetchInvitations();
      onClose();
    },
    codes: { already_member: 'email', already_invited: 'email', email_domain_not_allowed: 'email' },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Send invitation" onCancel={onClose}>
      <Field label="E-mail address" error={errors.email?.message}>
        {(control) => <Input type="email" autoComplete="off" {...control} {...register('email')} />}
      </Field>
      <Field label="Role" error={errors.role?.message}>
        {(control) => <RoleSelect me={me} {...control} {...register('role')} />}
      </Field>
    </DialogForm>
  );
};

export const InviteDialog = ({ open, ...rest }: InviteProps & { open: boolean }) => (
  <Dialog
    open={open}
    onOpenChange={rest.onClose}
    title="Invite somebody"
    description="They join with the account they have, or make one. The link works once, for 7 days."
  >
    <InviteForm {...rest} />
  </Dialog>
);
