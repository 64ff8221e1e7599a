import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { client } from '../../../api/client';
import { useSession } from '../../../api/session';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { SkeletonRows } from '../../../ui/skeleton';
import { TextLink } from '../../../ui/text-link';
import { switchOrganization } from '../organizations/organizations';
import { roleTitleOf } from '../users/role-badge';
import { NewcomerForm } from './newcomer-form';

const route = getRouteApi('/bare/invitation');

/** A press joins, not the visit: mail scanners open links too. */
const Join = ({ token }: { token: string }) => {
  const join = useMutation({
    mutationFn: async () => {
      const { organizationId } = await client.invitations.accept({ body: { token } });
      await switchOrganization(organizationId);
    },
    meta: { inForm: true },
  });
  return (
    <div className="grid gap-4">
      <ProblemNote error={join.error} />
      <Button variant="primary" size="lg" busy={join.isPending} onClick={() => join.mutate()}>
        Join with my account
      </Button>
    </div>
  );
};

const SignInFirst = ({ token, email }: { token: string; email: string }) => (
  <div className="grid gap-4">
    <Notice>{email} has an account: sign in with it to join.</Notice>
    <Button asChild variant="primary" size="lg">
      <Link to="/sign-in" search={{ redirect: `/invitation?token=${encodeURIComponent(token)}` }}>
        Sign in
      </Link>
    </Button>
  </div>
);

const Offer = ({ token }: { token: string }) => {
  const session = useSession();
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => client.invitations.inspect({ body: { token }, signal }),
    retry: false,
  });
  if (offer.isPending) return <SkeletonRows rows={2} />;
  if (offer.isError) return <Broken />;
  const { organization, invitedBy, email, hasAccount } = offer.data;
  const way =
    session.status === 'signed_in' ? (
      <Join token={token} />
    ) : hasAccount ? (
      <SignInFirst token={token} email={email} />
    ) : (
      <NewcomerForm token={token} email={email} />
    );
  return (
    <EntryCard
      title={`Join ${organization}`}
      description={`${invitedBy} invites ${email} as ${roleTitleOf(offer.data)}.`}
    >
      {way}
    </EntryCard>
  );
};

const Broken = () => (
  <EntryCard
    title="This invitation cannot be used"
    footer={<TextLink to="/sign-in">Go to sign-in</TextLink>}
  >
    <Notice tone="danger" urgent>
      The link is incomplete, has expired, was revoked or has been used. Ask for a new invitation.
    </Notice>
  </EntryCard>
);

export const InvitationPage = () => {
  const { token } = route.useSearch();
  return token === undefined ? <Broken /> : <Offer token={token} />;
};
