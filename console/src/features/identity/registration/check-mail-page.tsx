import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { clock, useCountdown } from '../../../ui/use-countdown';
import { MailHint } from '../../mailbox/mail-hint';

const route = getRouteApi('/bare/check-mail');

const Resend = ({ email }: { email: string }) => {
  const resend = useMutation({
    mutationFn: () => client.registration.resendVerification({ body: { email } }),
    meta: { inForm: true },
  });
  const wait = useCountdown(resend.error);
  return (
    <div className="grid gap-3">
      <ProblemNote error={resend.error} />
      <Button
        size="lg"
        busy={resend.isPending}
        disabled={wait > 0 || resend.isSuccess}
        onClick={() => resend.mutate()}
      >
        {wait > 0 ? `Send again in ${clock(wait)}` : 'Send the mail again'}
      </Button>
      <p role="status" className="text-muted">
        {resend.isSuccess ? 'Sent again. Look into the spam folder too.' : ''}
      </p>
    </div>
  );
};

export const CheckMailPage = () => {
  const { email } = route.useSearch();
  return (
    <EntryCard
      title="Check your mail"
      description={
        <>
          We sent a link to{' '}
          <strong className="text-text wrap-anywhere">{email ?? 'your address'}</strong>. Open it to
          confirm that the address is yours; then you can sign in.
        </>
      }
      footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
    >
      <div className="grid gap-4">
        <MailHint address={email} />
        {email !== undefined && <Resend email={email} />}
      </div>
    </EntryCard>
  );
};
