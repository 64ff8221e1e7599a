import { useMutation } from '@tanstack/react-query';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { clock, useCountdown } from '../../../ui/use-countdown';

/** Sends the confirmation mail again, to an address that is known. */
export const ResendConfirmation = ({ email }: { email: string }) => {
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

/** Asks for the address first, as whoever comes from a broken link has to say it. */
export const ResendForm = ({ onSent }: { onSent: (email: string) => void }) => {
  const form = useContractForm({
    contract: routes.registration.resendVerification.body,
    defaultValues: { email: '' },
    send: (body) => client.registration.resendVerification({ body }),
    onDone: (_answer, { email }) => onSent(email),
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field label="E-mail address" error={form.errors.email?.message}>
        {(control) => (
          <Input type="email" autoComplete="email" {...control} {...form.register('email')} />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Send the mail again
      </Button>
    </form>
  );
};
