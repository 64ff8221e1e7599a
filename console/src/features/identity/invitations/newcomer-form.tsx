import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { NewPasswordField } from '../passwords/new-password-field';
import { NameFields } from '../profile/name-fields';
import { useBeginSession } from '../sign-in/begin-session';
import { MailedCodeStep } from '../sign-in/mailed-code-step';

const contract = routes.invitations.register.body.omit({ token: true });

interface NewcomerFormProps {
  token: string;
  email: string;
}

/** Makes the account of whoever has none yet, and signs in. */
export const NewcomerForm = ({ token, email }: NewcomerFormProps) => {
  const begin = useBeginSession();
  const form = useContractForm({
    contract: contract.required(),
    defaultValues: { firstName: '', lastName: '', password: '' },
    send: async (values) => {
      await client.invitations.register({ body: { token, ...values } });
      const { password } = values;
      return client.signIn.login({ body: { email, password, delivery: 'cookie' } });
    },
    onDone: (answer) => {
      if ('accessToken' in answer) begin(answer);
    },
    codes: { weak_password: 'password' },
  });
  const { errors, register } = form;
  const [firstName, lastName] = form.watch(['firstName', 'lastName']);
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <NameFields
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <NewPasswordField
        label="Password"
        password={form.watch('password')}
        ownWords={[email, firstName, lastName]}
        error={errors.password?.message}
        input={register('password')}
      />
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Create my account
      </Button>
    </form>
  );
};

/** The same where the organization lets nobody in by a password: a link by mail signs in. */
export const NewcomerByMail = ({ token, email }: NewcomerFormProps) => {
  const [ticket, setTicket] = useState<string>();
  const navigate = useNavigate();
  const toSignIn = () => void navigate({ to: '/sign-in' });
  const form = useContractForm({
    contract: contract.omit({ password: true }),
    defaultValues: { firstName: '', lastName: '' },
    send: async (values) => {
      await client.invitations.register({ body: { token, ...values } });
      return client.magicLinks.request({ body: { email } });
    },
    onDone: (answer) => setTicket(answer.ticket),
  });
  if (ticket !== undefined)
    return (
      <div className="grid gap-4">
        <MailedCodeStep email={email} ticket={ticket} onChallenge={toSignIn} onBack={toSignIn} />
      </div>
    );
  const { errors, register } = form;
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <NameFields
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <p className="text-muted">
        There is no password to choose: a link that is mailed to you signs you in.
      </p>
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Create my account
      </Button>
    </form>
  );
};
