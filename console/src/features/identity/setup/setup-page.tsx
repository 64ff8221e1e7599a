import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { queryClient, setupStatusQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { useContractForm } from '../../../ui/use-contract-form';
import { NameFields } from '../profile/name-fields';
import { NewPasswordField } from '../passwords/new-password-field';
import { useBeginSession } from '../sign-in/begin-session';

const route = getRouteApi('/bare/setup');
const contract = routes.setup.complete.body.omit({ token: true });

const SetupForm = ({ token }: { token: string }) => {
  const begin = useBeginSession();
  const form = useContractForm({
    contract,
    defaultValues: { organization: '', email: '', password: '', firstName: '', lastName: '' },
    send: async (values) => {
      await client.setup.complete({ body: { token, ...values } });
      const { email, password } = values;
      return client.signIn.login({ body: { email, password, delivery: 'cookie' } });
    },
    onDone: (answer) => {
      queryClient.removeQueries({ queryKey: setupStatusQuery.queryKey });
      if ('accessToken' in answer) begin(answer);
    },
    codes: { weak_password: 'password' },
  });
  const { errors, register } = form;
  const [organization, email, firstName, lastName] = form.watch([
    'organization',
    'email',
    'firstName',
    'lastName',
  ]);
  if (hasCode(form.problem, 'invalid_token') || hasCode(form.problem, 'setup_completed')) {
    return <Unusable done={hasCode(form.problem, 'setup_completed')} />;
  }
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field
        label="Organization"
        hint="The company or team whose people sign in here."
        error={errors.organization?.message}
      >
        {(control) => (
          <Input autoComplete="organization" {...control} {...register('organization')} />
        )}
      </Field>
      <NameFields
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <Field label="E-mail address" error={errors.email?.message}>
        {(control) => (
          <Input type="email" autoComplete="email" {...control} {...register('email')} />
        )}
      </Field>
      <NewPasswordField
        label="Password"
        password={form.watch('password')}
        ownWords={[organization, email, firstName, lastName]}
        error={errors.password?.message}
        input={register('password')}
      />
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Create the organization
      </Button>
    </form>
  );
};

const Unusable = ({ done }: { done: boolean }) => (
  <Notice tone={done ? 'info' : 'danger'} urgent={!done}>
    {done ? (
      <>
        Gatehouse has already been set up. <TextLink to="/sign-in">Sign in</TextLink>
      </>
    ) : (
      'This set-up link is incomplete, has expired or has been used. Start Gatehouse again: it prints a new one.'
    )}
  </Notice>
);

export const SetupPage = () => {
  const { token } = route.useSearch();
  const { data: setup } = useQuery(setupStatusQuery);
  const done = setup?.required === false;
  return (
    <EntryCard
      wide
      title="Set up Gatehouse"
      description="Name your organization and create its first owner. The owner can add everybody else."
    >
      {done || token === undefined ? <Unusable done={done} /> : <SetupForm token={token} />}
    </EntryCard>
  );
};
