import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { toast } from '../../../ui/toast-store';
import { InvitationRow } from './invitation-row';
import { invitationsQuery, refetchInvitations } from './invitations';
import { InviteDialog } from './invite-dialog';

const InvitationList = ({ mayChange }: { mayChange: boolean }) => {
  const list = useInfiniteQuery(invitationsQuery);
  const resend = useMutation({
    mutationFn: (id: string) => client.invitations.resend({ params: { id } }),
    onSuccess: ({ email }) => toast(`The invitation is on its way to ${email} again.`),
    onSettled: refetchInvitations,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => client.invitations.revoke({ params: { id } }),
    onSuccess: () => toast('The invitation is revoked.'),
    onSettled: refetchInvitations,
  });
  return (
    <PagedList
      list={list}
      rows={2}
      empty={
        <Empty icon={MailPlus} title="No open invitations">
          Whoever is invited stands here until they join.
        </Empty>
      }
    >
      {(invitations) => (
        <ul>
          {invitations.map((invitation) => (
            <InvitationRow
              key={invitation.id}
              invitation={invitation}
              mayChange={mayChange}
              onResend={() => resend.mutate(invitation.id)}
              onRevoke={() => revoke.mutate(invitation.id)}
            />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

/** Who is invited, and has not joined yet. */
export const InvitationsCard = ({ me }: { me: Profile }) => {
  const [inviting, setInviting] = useState(false);
  const mayChange = me.permissions.includes('user:create');
  return (
    <Card
      flush
      title="Invitations"
      description="Who may join with the link in their mail."
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <MailPlus aria-hidden /> Invite
          </Button>
        )
      }
    >
      <InvitationList mayChange={mayChange} />
      <InviteDialog me={me} open={inviting} onClose={() => setInviting(false)} />
    </Card>
  );
};
