import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { EditPersonDialog } from './edit-person-dialog';
import { ImpersonateDialog } from './impersonate-dialog';
import { PersonSessionsDialog } from './person-sessions-dialog';
import { ResetFactorsDialog } from './reset-factors-dialog';
import { RoleDialog } from './role-dialog';
import type { PersonAction } from './rules';
import { StatusDialog } from './status-dialog';

/** What somebody chose to do to a person. */
export interface Chosen {
  action: PersonAction;
  person: Member;
}

interface PersonDialogProps {
  chosen: Chosen;
  me: Profile;
  onClose: () => void;
}

/** The dialog of an action on a person. */
export const PersonDialog = ({ chosen: { action, person }, me, onClose }: PersonDialogProps) => {
  if (action === 'edit') return <EditPersonDialog person={person} onClose={onClose} />;
  if (action === 'role') return <RoleDialog me={me} person={person} onClose={onClose} />;
  if (action === 'sessions') {
    const mayEnd = me.permissions.includes('session:revoke');
    return <PersonSessionsDialog person={person} mayEnd={mayEnd} onClose={onClose} />;
  }
  if (action === 'resetFactors') return <ResetFactorsDialog person={person} onClose={onClose} />;
  if (action === 'impersonate') {
    const { id } = person;
    return (
      <ImpersonateDialog
        person={person}
        begin={(body) => client.impersonation.begin({ params: { id }, body })}
        onClose={onClose}
      />
    );
  }
  return <StatusDialog deed={action} person={person} onClose={onClose} />;
};
