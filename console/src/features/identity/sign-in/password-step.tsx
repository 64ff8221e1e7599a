import { z } from 'zod';
import { password } from '@gatehouse/contracts/fields';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { PasswordInput } from '../../../ui/password-input';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { useContractForm } from '../../../ui/use-contract-form';
import { clock, useCountdown } from '../../../ui/use-countdown';
import { useBeginSession } from './begin-session';
import { MagicLinkButton } from './magic-link-button';
import type { Challenge } from './sign-in-page';

const contract = z.object({ password });

interface PasswordStepProps {
  identifier: string;
  onChangeIdentifier: () => void;
  onChallenge: (challenge: Challenge) => void;
  onMailed: (ticket: string) => void;
}

export const PasswordStep = ({
  identifier,
  onChangeIdentifier,
  onChallenge,
  onMailed,
}: PasswordStepProps) => {
  const begin = useBeginSession();
  const isEmail = identifier.includes('@');
  const form = useContractForm({
    contract,
    defaultValues: { password: '' },
    send: (values) => {
      const name = isEmail ? { email: identifier } : { username: identifier };
      return client.signIn.login({ body: { ...name, ...values, delivery: 'cookie' } });
    },
    onDone: (answer) => ('requires2FA' in answer ? onChallenge(answer) : begin(answer)),
    codes: { invalid_credentials: 'password' },
  });
  const wait = useCountdown(form.problem);
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <div className="bg-sunken border-line flex items-center justify-between gap-3 rounded-md border px-3 py-2">
        <span className="min-w-0 truncate">{identifier}</span>
        <Button variant="link" onClick={onChangeIdentifier}>
          Change
        </Button>
      </div>
      {/* For password managers, which want to see whose password it is. */}
      <input
        type="text"
        autoComplete="username"
        value={identifier}
        readOnly
        hidden
        aria-hidden
        tabIndex={-1}
      />
      <Field
        label="Password"
        error={form.errors.password?.message}
        aside={
          <TextLink to="/forgot-password" search={isEmail ? { email: identifier } : {}}>
            Forgot password?
          </TextLink>
        }
      >
        {(control) => (
          <PasswordInput
            autoComplete="current-password"
            autoFocus
            {...control}
            {...form.register('password')}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={form.busy} disabled={wait > 0}>
        {wait > 0 ? `Try again in ${clock(wait)}` : 'Sign in'}
      </Button>
      {isEmail && form.errors.password !== undefined && (
        <p className="text-muted">
          Just registered?{' '}
          <TextLink to="/check-mail" search={{ email: identifier }}>
            Get the confirmation mail again
          </TextLink>
        </p>
      )}
      {isEmail && <MagicLinkButton email={identifier} onMailed={onMailed} />}
    </form>
  );
};
