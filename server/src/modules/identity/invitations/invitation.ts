import type { Invitation } from '@gatehouse/contracts/identity/invitations';
import type { NamedInvitation } from './invitations.repository.js';
import type { InvitationRow } from './invitations.table.js';

/** What the API shows of an invitation. */
export const toInvitation = (row: NamedInvitation, now: Date): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  customRole: row.customRole,
  invitedBy: row.inviter,
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  expired: row.expiresAt <= now,
});

/**
 * What people call the role of an invitation that was used.
 * @param known the custom role that it had when it was looked at, which may have been replaced since.
 */
export const titleOf = (
  { role, customRoleId }: InvitationRow,
  known: NamedInvitation['customRole'],
): string => (known?.id === customRoleId ? known.name : role);
