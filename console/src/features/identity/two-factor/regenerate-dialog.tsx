import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { PasswordInput } from '../../../ui/password-input';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { BackupCodes } from './backup-codes';
import { refetchFactors } from './two-factor';

const PasswordForm = ({
  onClose,
  onCodes,
}: {
  onClose: () => void;
  onCodes: (codes: string[]) => void;
}) => {
  const form = useContractForm({
    contract: routes.twoFactor.regenerateBackupCodes.body,
    defaultValues: { password: '' },
    send: (body) => client.twoFactor.regenerateBackupCodes({ body }),
    onDone: ({ backupCodes }) => {
      void refetchFactors();
      onCodes(backupCodes);
    },
    codes: { invalid_credentials: 'password' },
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
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Make new codes
        </Button>
      </DialogActions>
    </form>
  );
};

const RegenerateSteps = ({ onClose }: { onClose: () => void }) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const [codes, setCodes] = useState<string[]>();
  if (codes === undefined) return <PasswordForm onClose={onClose} onCodes={setCodes} />;
  return (
    <BackupCodes
      codes={codes}
      email={profile.email}
      done="Done"
      onDone={() => {
        toast('Your new backup codes are in force.');
        onClose();
      }}
    />
  );
};

export const RegenerateDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="New backup codes"
    description="The codes that you have now stop working."
  >
    <RegenerateSteps onClose={onClose} />
  </Dialog>
);
