import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { useContractForm } from '../../../ui/use-contract-form';
import { MailHint } from '../../mailbox/mail-hint';

const route = getRouteApi('/bare/forgot-password');

export const ForgotPasswordPage = () => {
  const { email } = route.useSearch();
  const [sentTo, setSentTo] = useState<string>();
  const form = useContractForm({
    contract: routes.passwords.forgot.body,
    defaultValues: { email: email ?? '' },
    send: (body) => client.passwords.forgot({ body }),
    onDone: (_answer, values) => setSentTo(values.email),
  });
  const back = <TextLink to="/sign-in">Back to sign-in</TextLink>;

  if (sentTo !== undefined) {
    return (
      <EntryCard
        title="Check your mail"
        description={
          <>
            If <strong className="text-text wrap-anywhere">{sentTo}</strong> belongs to an account,
            a link to choose a new password is on its way. It works once and not for long.
          </>
        }
        footer={back}
      >
        <div className="grid gap-4">
          <MailHint address={sentTo} />
          <p className="text-muted">
            Registered, and never confirmed the address?{' '}
            <TextLink to="/check-mail" search={{ email: sentTo }}>
              Get the confirmation mail again
            </TextLink>
          </p>
        </div>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Forgot your password?"
      description="Tell us your e-mail address, and we send you a link to choose a new one."
      footer={back}
    >
      <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
        <ProblemNote error={form.problem} />
        <Field label="E-mail address" error={form.errors.email?.message}>
          {(control) => (
            <Input type="email" autoComplete="email" {...control} {...form.register('email')} />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={form.busy}>
          Send the link
        </Button>
      </form>
    </EntryCard>
  );
};
