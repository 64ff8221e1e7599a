import type { User } from '@gatehouse/contracts/identity/user';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchPeople } from './people';

interface ResetFactorsDialogProps {
  person: User;
  onClose: () => void;
}

const ResetFactorsForm = ({ person, onClose }: ResetFactorsDialogProps) => {
  const form = useContractForm({
    contract: routes.administration.resetFactors.body,
    defaultValues: { reason: '' },
    send: (body) => client.administration.resetFactors({ params: { id: person.id }, body }),
    onDone: () => {
      toast(`${person.firstName} signs in with the password alone until a factor is on again.`);
      void refetchPeople();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action="Reset factors" danger onCancel={onClose}>
      <Field
        label="Reason"
        hint="They are told, and the audit trail keeps it."
        error={form.errors.reason?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** For somebody who has lost every second factor and every backup code. */
export const ResetFactorsDialog = (props: ResetFactorsDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Reset the second factors?"
    description={`${props.person.firstName} ${props.person.lastName} is signed out everywhere, and every second factor and backup code stops working. Make sure that it is really them who asks.`}
  >
    <ResetFactorsForm {...props} />
  </Dialog>
);
