import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { MailHint } from '../../mailbox/mail-hint';

const route = getRouteApi('/bare/verify-email');

const Confirmed = () => (
  <EntryCard title="Your address is confirmed" description="Your account is ready.">
    <CircleCheck className="text-ok-text mb-4 size-8" aria-hidden />
    <Button asChild variant="primary" size="lg" className="w-full">
      <Link to="/sign-in">Sign in</Link>
    </Button>
  </EntryCard>
);

/** Others tried too, so that nobody knows whose password is right: one is chosen by mail. */
const PasswordMissing = () => (
  <EntryCard
    title="Choose your password"
    description="Your address is confirmed. One thing is left: somebody registered with it several times, so that no password is set yet. We have sent you one more mail, with a link to choose it."
    footer={
      <>
        No mail? <TextLink to="/forgot-password">Send the link again</TextLink>
      </>
    }
  >
    <MailHint />
  </EntryCard>
);

/** A press confirms, not the visit: mail scanners open links too. */
export const VerifyEmailPage = () => {
  const { token } = route.useSearch();
  const verify = useMutation({
    mutationFn: () => client.registration.verifyEmail({ body: { token: token ?? '' } }),
    meta: { inForm: true },
  });
  if (verify.isSuccess) return <Confirmed />;
  if (hasCode(verify.error, 'password_missing')) return <PasswordMissing />;
  const broken = token === undefined || hasCode(verify.error, 'invalid_token');
  return (
    <EntryCard
      title="Confirm your e-mail address"
      description="One press, and the address is yours to sign in with."
      footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
    >
      {broken ? (
        <Notice tone="danger" urgent>
          This link is incomplete, has expired or has been used. If you cannot sign in yet,{' '}
          <TextLink to="/check-mail">get a new one</TextLink>.
        </Notice>
      ) : (
        <div className="grid gap-4">
          <ProblemNote error={verify.error} />
          <Button
            variant="primary"
            size="lg"
            busy={verify.isPending}
            onClick={() => verify.mutate()}
          >
            Confirm my address
          </Button>
        </div>
      )}
    </EntryCard>
  );
};
