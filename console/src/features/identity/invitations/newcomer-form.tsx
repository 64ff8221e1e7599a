import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { NewPasswordField } from '../passwords/new-password-field';
import { NameFields } from '../profile/name-fields';
import { useBeginSession } from '../sign-in/begin-session';

const contract = routes.invitations.register.body.omit({ token: true });

/** Makes the account of whoever has none yet, and signs in. */
export const NewcomerForm = ({ token, email }: { token: string; email: string }) => {
  const begin = useBeginSession();
  const form = useContractForm({
    contract,
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
