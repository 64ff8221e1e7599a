import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { password } from '@gatehouse/contracts/fields';
import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { productName } from '../../../branding';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { useContractForm } from '../../../ui/use-contract-form';
import { NewPasswordField } from './new-password-field';

interface NewPasswordProps {
  token: string | undefined;
  title: string;
  description: string;
}

const Done = () => (
  <EntryCard
    title="Your password is set"
    description="Every session of your account has been ended. Sign in with the new password."
  >
    <Button asChild variant="primary" size="lg" className="w-full">
      <Link to="/sign-in">Sign in</Link>
    </Button>
  </EntryCard>
);

const BrokenLink = () => (
  <Notice tone="danger" urgent>
    This link is incomplete, has expired or has been used.{' '}
    <TextLink to="/forgot-password" search={{}} className="text-current">
      Ask for a new one
    </TextLink>
  </Notice>
);

const NewPassword = ({ token, title, description }: NewPasswordProps) => {
  const [done, setDone] = useState(false);
  const form = useContractForm({
    contract: z.object({ newPassword: password }),
    defaultValues: { newPassword: '' },
    send: ({ newPassword }) =>
      client.passwords.reset({ body: { token: token ?? '', newPassword } }),
    onDone: () => setDone(true),
    codes: { weak_password: 'newPassword' },
  });
  if (done) return <Done />;
  const broken = token === undefined || hasCode(form.problem, 'invalid_token');
  return (
    <EntryCard title={title} description={description}>
      {broken ? (
        <BrokenLink />
      ) : (
        <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
          <ProblemNote error={form.problem} />
          <NewPasswordField
            label="New password"
            password={form.watch('newPassword')}
            error={form.errors.newPassword?.message}
            input={form.register('newPassword')}
          />
          <Button type="submit" variant="primary" size="lg" busy={form.busy}>
            Set the password
          </Button>
        </form>
      )}
    </EntryCard>
  );
};

const resetRoute = getRouteApi('/bare/reset-password');

export const ResetPasswordPage = () => (
  <NewPassword
    token={resetRoute.useSearch().token}
    title="Choose a new password"
    description="It replaces the old one, and every session of your account ends."
  />
);

const chooseRoute = getRouteApi('/bare/choose-password');

/** Where the mail to an invited person leads. */
export const ChoosePasswordPage = () => (
  <NewPassword
    token={chooseRoute.useSearch().token}
    title={`Welcome to ${productName}`}
    description="Choose the password that you will sign in with. Nobody else gets to know it."
  />
);
