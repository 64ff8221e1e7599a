import { useMutation } from '@tanstack/react-query';
import type { User } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';
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
  removePicture: {
    title: 'Remove the picture of this person?',
    action: 'Remove',
    done: 'has no picture any more.',
    consequence: 'is told of it, and may choose another one.',
    run: (id: string): Promise<unknown> => client.pictures.removeOf({ params: { id } }),
  },
  resetPassword: {
    title: 'Make this person choose a new password?',
    action: 'Reset password',
    done: 'has been sent a link to choose a new password.',
    consequence:
      'is signed out everywhere, the password stops working, and a mail brings a link to choose a new one.',
    run: (id: string): Promise<unknown> => client.administration.resetPassword({ params: { id } }),
  },
  delete: {
    title: 'Delete this person?',
    action: 'Delete',
    done: 'is deleted.',
    consequence:
      'leaves the organization and is signed out of it at once. Who belongs to no other loses the account. The audit trail stays.',
    run: (id: string): Promise<unknown> => client.users.remove({ params: { id } }),
  },
  promote: {
    title: 'Make this person an owner too?',
    action: 'Make owner',
    done: 'is an owner now.',
    consequence: 'may then do all that you may, and also take your role from you.',
    run: (id: string): Promise<unknown> => client.owners.add({ body: { userId: id } }),
  },
  transfer: {
    title: 'Transfer the ownership?',
    action: 'Transfer',
    done: 'is the owner now, and you are a manager.',
    consequence: 'becomes the owner in your place. You become a manager, and cannot undo this.',
    run: (id: string): Promise<unknown> => client.owners.transfer({ body: { userId: id } }),
  },
  demote: {
    title: 'Make this owner a manager?',
    action: 'Make manager',
    done: 'is a manager now.',
    consequence: 'is no longer an owner from the next request on.',
    run: (id: string): Promise<unknown> => client.owners.remove({ params: { id } }),
  },
};

export type Deed = keyof typeof deeds;

interface StatusDialogProps {
  deed: Deed;
  person: User;
  onClose: () => void;
}

/** Asks before a person is deactivated, activated or deleted, or who owns the organization changes. */
export const StatusDialog = ({ deed, person, onClose }: StatusDialogProps) => {
  const { title, action, done, consequence, run } = deeds[deed];
  const name = `${person.firstName} ${person.lastName}`;
  const mutation = useMutation({
    mutationFn: () => run(person.id),
    onSuccess: () => toast(`${name} ${done}`),
    onSettled: () => {
      onClose();
      if (deed === 'transfer')
        void queryClient.invalidateQueries({ queryKey: profileQuery.queryKey });
      return refetchPeople();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      action={action}
      danger={deed !== 'activate' && deed !== 'promote'}
      busy={mutation.isPending}
      onConfirm={() => mutation.mutate()}
    >
      <strong className="text-text font-medium">{name}</strong> ({person.email}) {consequence}
    </ConfirmDialog>
  );
};
