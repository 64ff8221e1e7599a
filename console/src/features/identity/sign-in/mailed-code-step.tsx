import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/notice';
import { MailHint } from '../../mailbox/mail-hint';
import { CodeForm } from '../second-factor/code-form';
import { useBeginSession } from './begin-session';
import type { Challenge } from './sign-in-page';

interface MailedCodeStepProps {
  email: string;
  ticket: string;
  onChallenge: (challenge: Challenge) => void;
  onBack: () => void;
}

/** For whoever reads the mail on another device: its code signs in here. */
export const MailedCodeStep = ({ email, ticket, onChallenge, onBack }: MailedCodeStepProps) => {
  const begin = useBeginSession();
  const enter = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      client.magicLinks.enterCode({ body: { ticket, code, delivery: 'cookie' } }),
    meta: { inForm: true },
    onSuccess: (answer) => ('requires2FA' in answer ? onChallenge(answer) : begin(answer)),
  });
  return (
    <>
      <Notice>
        If the address has an account, a link to sign in is on its way, and a code to enter here.
      </Notice>
      <MailHint address={email} />
      <CodeForm
        method="email_code"
        digits={8}
        label="Code from the mail"
        action="Sign in"
        busy={enter.isPending}
        error={enter.error}
        prove={enter.mutateAsync}
      />
      <Button variant="link" onClick={onBack}>
        Sign in another way
      </Button>
    </>
  );
};
