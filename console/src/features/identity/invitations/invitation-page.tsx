import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { SignInMethod } from '@gatehouse/contracts/identity/policies';
import { useSignOut } from '../../../app/sign-out';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { useSession } from '../../../api/session';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { SkeletonRows } from '../../../ui/skeleton';
import { TextLink } from '../../../ui/text-link';
import { switchOrganization } from '../organizations/organizations';
import { SocialButtons } from '../social/social-buttons';
import { roleTitleOf } from '../users/role-badge';
import { NewcomerByMail, NewcomerForm } from './newcomer-form';

const route = getRouteApi('/bare/invitation');

interface Way {
  token: string;
  email: string;
}

/** Who is signed in, and the way to join as somebody else. */
const Myself = ({ email }: { email: string }) => {
  const { data: me } = useQuery(profileQuery);
  const signOut = useSignOut();
  // Signing out forgets all that was read: the page begins anew, with what the link offers.
  const leave = () =>
    signOut.mutateAsync().then(
      () => location.reload(),
      () => undefined,
    );
  if (!me) return null;
  return (
    <Notice tone={me.email === email ? 'info' : 'warn'}>
      You are signed in as {me.firstName} {me.lastName} ({me.email}).{' '}
      {me.email !== email && `The invitation is for ${email}, which must be an address of yours. `}
      <Button variant="link" busy={signOut.isPending} onClick={() => void leave()}>
        Use another account
      </Button>
    </Notice>
  );
};

/** A press joins, not the visit: mail scanners open links too. */
const Join = ({ token, email }: Way) => {
  const join = useMutation({
    mutationFn: async () => {
      const { organizationId } = await client.invitations.accept({ body: { token } });
      await switchOrganization(organizationId);
    },
    meta: { inForm: true },
  });
  return (
    <div className="grid gap-4">
      <Myself email={email} />
      <ProblemNote error={join.error} />
      <Button variant="primary" size="lg" busy={join.isPending} onClick={() => join.mutate()}>
        Join with my account
      </Button>
    </div>
  );
};

const pathOf = (token: string) => `/invitation?token=${encodeURIComponent(token)}`;

const SignInFirst = ({ token, email }: Way) => (
  <div className="grid gap-4">
    <Notice>{email} has an account: sign in with it to join.</Notice>
    <Button asChild variant="primary" size="lg">
      <Link to="/sign-in" search={{ redirect: pathOf(token) }}>
        Sign in
      </Link>
    </Button>
  </div>
);

/** For whoever has no account: the ways that the organization allows. */
const Newcomer = ({ token, email, waysIn }: Way & { waysIn: readonly SignInMethod[] }) => (
  <div className="grid gap-4">
    {waysIn.includes('password') ? (
      <NewcomerForm token={token} email={email} />
    ) : (
      waysIn.includes('magic_link') && <NewcomerByMail token={token} email={email} />
    )}
    <SocialButtons offers={({ id }) => waysIn.includes(`social:${id}`)} returnTo={pathOf(token)} />
  </div>
);

const Offer = ({ token }: { token: string }) => {
  const session = useSession();
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => client.invitations.inspect({ body: { token }, signal }),
    retry: false,
    // Whoever makes an account uses the link up, and may look for the mail in another tab.
    staleTime: Infinity,
  });
  if (offer.isPending) return <SkeletonRows rows={2} />;
  if (offer.isError) return <Broken />;
  const { organization, invitedBy, email, hasAccount, waysIn } = offer.data;
  const way =
    session.status === 'signed_in' ? (
      <Join token={token} email={email} />
    ) : hasAccount ? (
      <SignInFirst token={token} email={email} />
    ) : (
      <Newcomer token={token} email={email} waysIn={waysIn} />
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
