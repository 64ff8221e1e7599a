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

const route = getRouteApi('/bare/verify-email');

const Confirmed = () => (
  <EntryCard title="Your address is confirmed" description="Your account is ready.">
    <CircleCheck className="text-ok-text mb-4 size-8" aria-hidden />
    <Button asChild variant="primary" size="lg" className="w-full">
      <Link to="/sign-in">Sign in</Link>
    </Button>
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
  const broken = token === undefined || hasCode(verify.error, 'invalid_token');
  return (
    <EntryCard
      title="Confirm your e-mail address"
      description="One press, and the address is yours to sign in with."
      footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
    >
      {broken ? (
        <Notice tone="danger" urgent>
          This link is incomplete, has expired or has been used. If you cannot sign in yet, register
          again to get a new one.
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
