import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { PasswordInput } from '../../../ui/password-input';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchFactors } from './two-factor';

const DisableForm = ({ onClose }: { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.twoFactor.disableTotp.body,
    defaultValues: { password: '', code: '' },
    send: (body) => client.twoFactor.disableTotp({ body }),
    onDone: () => {
      toast('Two-factor sign-in is off.');
      void refetchFactors();
      onClose();
    },
    codes: { invalid_credentials: 'password', invalid_code: 'code' },
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field label="Password" error={form.errors.password?.message}>
        {(control) => (
          <PasswordInput
            autoComplete="current-password"
            {...control}
            {...form.register('password')}
          />
        )}
      </Field>
      <Field label="Code from the app, or a backup code" error={form.errors.code?.message}>
        {(control) => (
          <Input
            autoComplete="one-time-code"
            spellCheck={false}
            className="font-mono"
            {...control}
            {...form.register('code')}
          />
        )}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="danger" busy={form.busy}>
          Turn off
        </Button>
      </DialogActions>
    </form>
  );
};

export const DisableDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="Turn two-factor sign-in off?"
    description="Your password alone will open your account, and your backup codes stop working."
  >
    <DisableForm onClose={onClose} />
  </Dialog>
);
