import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { LoadFailed } from '../../../ui/load-failed';
import { MoreButton } from '../../../ui/more-button';
import { SkeletonRows } from '../../../ui/skeleton';
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
  if (list.isPending) return <SkeletonRows rows={2} />;
  if (list.isError) return <LoadFailed error={list.error} onRetry={() => void list.refetch()} />;
  const invitations = list.data.pages.flatMap((page) => page.data);
  if (invitations.length === 0) {
    return (
      <Empty icon={MailPlus} title="No open invitations">
        Whoever is invited stands here until they join.
      </Empty>
    );
  }
  return (
    <>
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
      <MoreButton
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
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
