import { useMutation } from '@tanstack/react-query';
import type { User } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { toast } from '../../../ui/toast-store';
import { refetchPeople } from './people';

const deeds = {
  deactivate: {
    title: 'Deactivate this person?',
    action: 'Deactivate',
    done: 'is deactivated.',
    consequence: 'is signed out everywhere at once and cannot sign in until activated again.',
    run: (id: string): Promise<unknown> => client.users.deactivate({ params: { id } }),
  },
  activate: {
    title: 'Activate this person?',
    action: 'Activate',
    done: 'can sign in again.',
    consequence: 'can sign in again with the same password and second factor.',
    run: (id: string): Promise<unknown> => client.users.activate({ params: { id } }),
  },
  delete: {
    title: 'Delete this person?',
    action: 'Delete',
    done: 'is deleted.',
    consequence:
      'is signed out everywhere at once and leaves the organization. The audit trail stays.',
    run: (id: string): Promise<unknown> => client.users.remove({ params: { id } }),
  },
};

export type Deed = keyof typeof deeds;

interface StatusDialogProps {
  deed: Deed;
  person: User;
  onClose: () => void;
}

/** Asks before a person is deactivated, activated or deleted. */
export const StatusDialog = ({ deed, person, onClose }: StatusDialogProps) => {
  const { title, action, done, consequence, run } = deeds[deed];
  const name = `${person.firstName} ${person.lastName}`;
  const mutation = useMutation({
    mutationFn: () => run(person.id),
    onSuccess: () => toast(`${name} ${done}`),
    onSettled: () => {
      onClose();
      return refetchPeople();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      action={action}
      danger={deed !== 'activate'}
      busy={mutation.isPending}
      onConfirm={() => mutation.mutate()}
    >
      <strong className="text-text font-medium">{name}</strong> ({person.email}) {consequence}
    </ConfirmDialog>
  );
};
