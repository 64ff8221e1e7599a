import {
  ArrowRightLeft,
  Crown,
  ImageOff,
  KeyRound,
  Laptop,
  ShieldOff,
  UserMinus,
  Pencil,
  Trash2,
  UserCheck,
  UserCog,
  UserRoundCog,
  UserX,
  type LucideIcon,
} from 'lucide-react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import { ActionsMenu, MenuItem } from '../../../ui/menu';
import { actionsFor, type PersonAction } from './rules';

const looks: Record<PersonAction, { icon: LucideIcon; label: string }> = {
  edit: { icon: Pencil, label: 'Edit the profile' },
  role: { icon: UserCog, label: 'Change role' },
  deactivate: { icon: UserX, label: 'Deactivate' },
  activate: { icon: UserCheck, label: 'Activate' },
  sessions: { icon: Laptop, label: 'Sessions' },
  removePicture: { icon: ImageOff, label: 'Remove the picture' },
  resetPassword: { icon: KeyRound, label: 'Reset password' },
  resetFactors: { icon: ShieldOff, label: 'Reset second factors' },
  impersonate: { icon: UserRoundCog, label: 'Act for them' },
  delete: { icon: Trash2, label: 'Delete' },
  promote: { icon: Crown, label: 'Make owner too' },
  transfer: { icon: ArrowRightLeft, label: 'Transfer ownership' },
  demote: { icon: UserMinus, label: 'Make manager' },
};

interface PersonMenuProps {
  me: Profile;
  person: Member;
  onAction: (action: PersonAction) => void;
}

export const PersonMenu = ({ me, person, onAction }: PersonMenuProps) => {
  const actions = actionsFor(me, person);
  if (actions.length === 0) return <span className="block size-8" />;
  return (
    <ActionsMenu label={`Actions for ${person.firstName} ${person.lastName}`}>
      {actions.map((action) => {
        const { icon: Icon, label } = looks[action];
        return (
          <MenuItem key={action} danger={action === 'delete'} onSelect={() => onAction(action)}>
            <Icon aria-hidden /> {label}
          </MenuItem>
        );
      })}
    </ActionsMenu>
  );
};
