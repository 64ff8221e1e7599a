import { etagOf } from '@gatehouse/contracts/etag';
import type { User } from '@gatehouse/contracts/identity/user';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { NameFields } from '../profile/name-fields';
import { refetchPeople } from './people';

interface PersonDialogProps {
  person: User;
  onClose: () => void;
}

const EditPersonForm = ({ person, onClose }: PersonDialogProps) => {
  const form = useContractForm({
    contract: routes.users.update.body,
    defaultValues: { firstName: person.firstName, lastName: person.lastName },
    send: (body) =>
      client.users.update({
        params: { id: person.id },
        body,
        ifMatch: etagOf(person.updatedAt),
      }),
    onDone: () => {
      toast('The name is saved.');
      void refetchPeople();
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <NameFields
        own={false}
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
};

export const EditPersonDialog = ({ person, onClose }: PersonDialogProps) => (
  <Dialog open onOpenChange={onClose} title="Edit name" description={person.email}>
    <EditPersonForm person={person} onClose={onClose} />
  </Dialog>
);
