import { platformRoles } from '@gatehouse/contracts/permissions';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { platformRoleNames, refetchStaff } from './staff';

const AppointForm = ({ onClose }: { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.staff.appoint.body,
    defaultValues: { email: '', platformRole: 'admin' },
    send: (body) => client.staff.appoint({ body }),
    onDone: ({ firstName, lastName }) => {
      toast(`${firstName} ${lastName} belongs to the staff now.`);
      void refetchStaff();
      onClose();
    },
    codes: { not_found: 'email', conflict: 'email' },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Appoint" onCancel={onClose}>
      <Field label="E-mail address" hint="Of an account that exists." error={errors.email?.message}>
        {(control) => <Input type="email" autoComplete="off" {...control} {...register('email')} />}
      </Field>
      <Field
        label="As"
        hint="Auditors read and change nothing; admins look after organizations; super admins look after the staff too."
        error={errors.platformRole?.message}
      >
        {(control) => (
          <Select {...control} {...register('platformRole')}>
            {platformRoles.toReversed().map((role) => (
              <option key={role} value={role}>
                {platformRoleNames[role]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </DialogForm>
  );
};

export const AppointDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="Appoint somebody"
    description="They and every super admin are told by mail. They need a second factor."
  >
    <AppointForm onClose={onClose} />
  </Dialog>
);
