import type { Intervention, Person } from '@gatehouse/contracts/identity/people';
import { routes } from '@gatehouse/contracts/routes';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchAllPeople } from './all-people';
import { deeds } from './interventions';

interface InterventionDialogProps {
  deed: Intervention;
  person: Person;
  onClose: () => void;
}

const InterventionForm = ({ deed, person, onClose }: InterventionDialogProps) => {
  const { action, done, run } = deeds[deed];
  const form = useContractForm({
    contract: routes.people.deactivate.body,
    defaultValues: { reason: '' },
    send: ({ reason }) => run(person.id, reason),
    onDone: () => {
      toast(`${person.firstName} ${person.lastName} ${done}`);
      void refetchAllPeople();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action={action} danger={deed !== 'activate'} onCancel={onClose}>
      <Field
        label="Reason"
        hint="Kept in the audit trails of the installation and of their organizations."
        error={form.errors.reason?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** Before the staff does something to an account. */
export const InterventionDialog = (props: InterventionDialogProps) => {
  const { title, consequence } = deeds[props.deed];
  const { firstName, lastName } = props.person;
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={title}
      description={`${firstName} ${lastName} ${consequence}`}
    >
      <InterventionForm {...props} />
    </Dialog>
  );
};
