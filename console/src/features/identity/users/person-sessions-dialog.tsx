import type { User } from '@gatehouse/contracts/identity/user';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { PersonSessions } from '../person/person-sessions';

interface PersonSessionsDialogProps {
  person: User;
  mayEnd: boolean;
  onClose: () => void;
}

/** Where somebody is signed in, for whoever may see it. */
export const PersonSessionsDialog = ({ person, mayEnd, onClose }: PersonSessionsDialogProps) => (
  <Dialog
    open
    onOpenChange={onClose}
    title="Sessions"
    description={`${person.firstName} ${person.lastName}`}
  >
    <PersonSessions person={person} mayEnd={mayEnd} className="-mx-5" onAllEnded={onClose} />
    <DialogActions>
      <Button onClick={onClose}>Close</Button>
    </DialogActions>
  </Dialog>
);
