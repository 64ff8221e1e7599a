import type { Intervention, Person } from '@gatehouse/contracts/identity/people';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchAllPeople } from './all-people';
import { deeds, type PlainDeed } from './interventions';

interface InterventionDialogProps {
  deed: Intervention;
  person: Person;
  onClose: () => void;
}

const reasonHint = 'Kept in the audit trails of the installation and of their organizations.';

/** What follows once it is done. */
const doneFor =
  ({ deed, person, onClose }: InterventionDialogProps) =>
  () => {
    toast(`${person.firstName} ${person.lastName} ${deeds[deed].done}`);
    void refetchAllPeople();
    onClose();
  };

const InterventionForm = (props: InterventionDialogProps & { deed: PlainDeed }) => {
  const { deed, person, onClose } = props;
  const { action, run } = deeds[deed];
  const form = useContractForm({
    contract: routes.people.deactivate.body,
    defaultValues: { reason: '' },
    send: ({ reason }) => run(person.id, reason),
    onDone: doneFor(props),
  });
  return (
    <DialogForm form={form} action={action} danger={deed !== 'activate'} onCancel={onClose}>
      <Field label="Reason" hint={reasonHint} error={form.errors.reason?.message}>
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

const AddressForm = (props: InterventionDialogProps) => {
  const { person, onClose } = props;
  const form = useContractForm({
    contract: routes.people.changeAddress.body,
    defaultValues: { email: '', reason: '' },
    send: (body) => client.people.changeAddress({ params: { id: person.id }, body }),
    onDone: doneFor(props),
  });
  return (
    <DialogForm form={form} action={deeds.change_address.action} danger onCancel={onClose}>
      <Field label="New e-mail address" error={form.errors.email?.message}>
        {(control) => (
          <Input type="email" autoComplete="off" {...control} {...form.register('email')} />
        )}
      </Field>
      <Field label="Reason" hint={reasonHint} error={form.errors.reason?.message}>
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** Before the staff does something to an account. */
export const InterventionDialog = (props: InterventionDialogProps) => {
  const { deed, person } = props;
  const { title, consequence } = deeds[deed];
  const { firstName, lastName } = person;
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={title}
      description={`${firstName} ${lastName} ${consequence}`}
    >
      {deed === 'change_address' ? (
        <AddressForm {...props} />
      ) : (
        <InterventionForm {...props} deed={deed} />
      )}
    </Dialog>
  );
};
