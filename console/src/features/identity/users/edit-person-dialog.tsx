import { etagOf } from '@gatehouse/contracts/etag';
import type { User } from '@gatehouse/contracts/identity/user';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { ContactFields, emptyIsNull } from '../profile/contact-fields';
import { NameFields } from '../profile/name-fields';
import { UsernameField } from '../profile/username-field';
import { refetchPeople } from './people';

interface PersonDialogProps {
  person: User;
  onClose: () => void;
}

const EditPersonForm = ({ person, onClose }: PersonDialogProps) => {
  const form = useContractForm({
    contract: routes.users.update.body,
    defaultValues: {
      firstName: person.firstName,
      lastName: person.lastName,
      username: person.username,
      jobTitle: person.jobTitle,
      phone: person.phone,
    },
    send: (body) =>
      client.users.update({
        params: { id: person.id },
        body,
        ifMatch: etagOf(person.updatedAt),
      }),
    codes: { username_taken: 'username' },
    onDone: () => {
      toast('The profile is saved.');
      void refetchPeople();
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Save" onCancel={onClose}>
      <NameFields
        own={false}
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <UsernameField
        label="Username"
        hint="A second name to sign in with; nobody else gets the former one for 30 days."
        error={errors.username?.message}
        input={register('username', emptyIsNull)}
      />
      <ContactFields
        own={false}
        jobTitle={{ error: errors.jobTitle?.message, input: register('jobTitle', emptyIsNull) }}
        phone={{ error: errors.phone?.message, input: register('phone', emptyIsNull) }}
      />
    </DialogForm>
  );
};

export const EditPersonDialog = ({ person, onClose }: PersonDialogProps) => (
  <Dialog open onOpenChange={onClose} title="Edit the profile" description={person.email}>
    <EditPersonForm person={person} onClose={onClose} />
  </Dialog>
);
