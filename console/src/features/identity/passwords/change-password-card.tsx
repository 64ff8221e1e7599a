import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Field } from '../../../ui/field';
import { PasswordInput } from '../../../ui/password-input';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { NewPasswordField } from './new-password-field';

const ChoosePasswordCard = ({ email }: { email: string }) => (
  <Card
    title="Password"
    description="You have none: you sign in with a connected account. A password is a second way in."
  >
    <Button asChild>
      <Link to="/forgot-password" search={{ email }}>
        Choose a password by mail
      </Link>
    </Button>
  </Card>
);

export const PasswordCard = () => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  return profile.hasPassword ? (
    <ChangePasswordCard />
  ) : (
    <ChoosePasswordCard email={profile.email} />
  );
};

const ChangePasswordCard = () => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const form = useContractForm({
    contract: routes.passwords.change.body,
    defaultValues: { currentPassword: '', newPassword: '' },
    send: (body) => client.passwords.change({ body }),
    onDone: () => {
      form.reset();
      toast('Your password is changed. Your other sessions have ended.');
      void queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
    codes: { invalid_credentials: 'currentPassword', weak_password: 'newPassword' },
  });
  return (
    <Card title="Password" description="Changing it ends every other session of yours.">
      <form noValidate className="grid max-w-sm gap-4" onSubmit={form.onSubmit}>
        <ProblemNote error={form.problem} />
        <input
          type="text"
          autoComplete="username"
          value={profile.email}
          readOnly
          hidden
          aria-hidden
          tabIndex={-1}
        />
        <Field label="Current password" error={form.errors.currentPassword?.message}>
          {(control) => (
            <PasswordInput
              autoComplete="current-password"
              {...control}
              {...form.register('currentPassword')}
            />
          )}
        </Field>
        <NewPasswordField
          label="New password"
          password={form.watch('newPassword')}
          ownWords={[profile.email, profile.firstName, profile.lastName]}
          error={form.errors.newPassword?.message}
          input={form.register('newPassword')}
        />
        <div>
          <Button type="submit" busy={form.busy}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
};
