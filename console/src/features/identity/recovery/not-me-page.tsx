import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { MailHint } from '../../mailbox/mail-hint';

const route = getRouteApi('/bare/not-me');

const Secured = () => (
  <EntryCard
    title="Your account is closed to others"
    description="Every session has ended, and the former password no longer works."
    footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
  >
    <ShieldCheck className="text-ok-text mb-4 size-8" aria-hidden />
    <p>We have sent you a mail with a link to choose a new password.</p>
    <MailHint />
  </EntryCard>
);

/** A press reports, not the visit: mail scanners open links too. */
export const NotMePage = () => {
  const { token } = route.useSearch();
  const report = useMutation({
    mutationFn: () => client.recovery.reportNotMe({ body: { token: token ?? '' } }),
    meta: { inForm: true },
  });
  if (report.isSuccess) return <Secured />;
  const broken = token === undefined || hasCode(report.error, 'invalid_token');
  return (
    <EntryCard
      title="This wasn't me"
      description="Take your account back from whoever did this."
      footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
    >
      {broken ? (
        <Notice tone="danger" urgent>
          This link is incomplete, has expired or has been used. If you still cannot trust your
          account, choose a new password.
        </Notice>
      ) : (
        <div className="grid gap-4">
          <p>
            Every session ends, on every device, and the password stops working. You get a mail to
            choose a new one. Your second factors stay.
          </p>
          <ProblemNote error={report.error} />
          <Button
            variant="danger"
            size="lg"
            busy={report.isPending}
            onClick={() => report.mutate()}
          >
            Close my account to others
          </Button>
        </div>
      )}
    </EntryCard>
  );
};
