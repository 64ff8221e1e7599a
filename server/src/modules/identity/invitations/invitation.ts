import type { Invitation } from '@gatehouse/contracts/identity/invitations';
import type { NamedInvitation } from './invitations.repository.js';

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
