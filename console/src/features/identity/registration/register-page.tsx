import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { setupStatusQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { useContractForm } from '../../../ui/use-contract-form';
import { NameFields } from '../profile/name-fields';
import { UsernameField } from '../profile/username-field';
import { SocialButtons } from '../social/social-buttons';
import { NewPasswordField } from '../passwords/new-password-field';

const RegisterForm = () => {
  const navigate = useNavigate();
  const form = useContractForm({
    contract: routes.registration.register.body,
    defaultValues: { email: '', password: '', firstName: '', lastName: '', username: undefined },
    send: (body) => client.registration.register({ body }),
    onDone: (_answer, { email }) => void navigate({ to: '/check-mail', search: { email } }),
    codes: { weak_password: 'password', username_taken: 'username' },
  });
  const { errors, register } = form;
  const [email, firstName, lastName] = form.watch(['email', 'firstName', 'lastName']);
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <NameFields
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <Field label="E-mail address" error={errors.email?.message}>
        {(control) => (
          <Input type="email" autoComplete="email" {...control} {...register('email')} />
        )}
      </Field>
      <UsernameField
        label="Username (optional)"
        hint="A second name to sign in with."
        error={errors.username?.message}
        input={register('username', {
          setValueAs: (value: string | undefined) => (value === '' ? undefined : value),
        })}
      />
      <NewPasswordField
        label="Password"
        password={form.watch('password')}
        ownWords={[email, firstName, lastName]}
        error={errors.password?.message}
        input={register('password')}
      />
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Create account
      </Button>
    </form>
  );
};

export const RegisterPage = () => {
  const { data: setup } = useQuery(setupStatusQuery);
  return (
    <EntryCard
      title="Create your account"
      footer={
        <>
          Have an account? <TextLink to="/sign-in">Sign in</TextLink>
        </>
      }
    >
      {setup?.registrationEnabled === false ? (
        <Notice tone="warn">
          Registration is switched off here. Ask an administrator of your organization to add you.
        </Notice>
      ) : (
        <div className="grid gap-4">
          <RegisterForm />
          <SocialButtons />
        </div>
      )}
    </EntryCard>
  );
};
