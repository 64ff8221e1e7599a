import { z } from 'zod';
import { password } from '@gatehouse/contracts/fields';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { PasswordInput } from '../../../ui/password-input';
import { useContractForm } from '../../../ui/use-contract-form';

interface PasswordFormProps {
  busy: boolean;
  action: string;
  onPassword: (password: string) => void;
}

export const PasswordForm = ({ busy, action, onPassword }: PasswordFormProps) => {
  const form = useContractForm({
    contract: z.object({ password }),
    defaultValues: { password: '' },
    send: (values) => Promise.resolve(values),
    onDone: (values) => onPassword(values.password),
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <Field label="Your password" error={form.errors.password?.message}>
        {(control) => (
          <PasswordInput
            autoComplete="current-password"
            autoFocus
            {...control}
            {...form.register('password')}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {action}
      </Button>
    </form>
  );
};
