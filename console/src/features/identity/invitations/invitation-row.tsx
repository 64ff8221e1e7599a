import type { Invitation } from '@gatehouse/contracts/identity/invitations';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';
import { RoleBadge } from '../users/role-badge';

interface InvitationRowProps {
  invitation: Invitation;
  mayChange: boolean;
  onResend: () => void;
  onRevoke: () => void;
}

export const InvitationRow = ({
  invitation,
  mayChange,
  onResend,
  onRevoke,
}: InvitationRowProps) => (
  <li className="border-line flex flex-wrap items-center gap-x-3.5 gap-y-2 border-t px-4 py-3 sm:px-5">
    <div className="min-w-0 flex-1 basis-52">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
        {invitation.email}
        <RoleBadge of={invitation} />
        {invitation.expired && <Badge tone="warn">Expired</Badge>}
      </p>
      <p className="text-muted flex flex-wrap gap-x-3">
        <span>
          Sent <Time value={invitation.sentAt} />
        </span>
        <span>by {invitation.invitedBy}</span>
      </p>
    </div>
    {mayChange && (
      <span className="flex gap-2">
        <Button
          size="sm"
          onClick={onResend}
          aria-label={`Send the invitation of ${invitation.email} again`}
        >
          Send again
        </Button>
        <Button
          size="sm"
          onClick={onRevoke}
          aria-label={`Revoke the invitation of ${invitation.email}`}
        >
          Revoke
        </Button>
      </span>
    )}
  </li>
);
