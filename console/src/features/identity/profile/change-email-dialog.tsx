import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { PasswordInput } from '../../../ui/password-input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchEmails } from '../emails/emails';

const ChangeEmailForm = ({ onClose }: { onClose: () => void }) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const form = useContractForm({
    contract: routes.emailChanges.request.body,
    defaultValues: profile.hasPassword ? { newEmail: '', password: '' } : { newEmail: '' },
    send: (body) => client.emailChanges.request({ body }),
    onDone: (_answer, { newEmail }) => {
      toast(`We have sent a mail to ${newEmail}. Confirm it there.`);
      onClose();
      void refetchEmails();
    },
    codes: { invalid_credentials: 'password' },
  });
  return (
    <DialogForm form={form} action="Send the mail" onCancel={onClose}>
      <Field label="New e-mail address" error={form.errors.newEmail?.message}>
        {(control) => (
          <Input type="email" autoComplete="email" {...control} {...form.register('newEmail')} />
        )}
      </Field>
      {profile.hasPassword && (
        <Field label="Password" error={form.errors.password?.message}>
          {(control) => (
            <PasswordInput
              autoComplete="current-password"
              {...control}
              {...form.register('password')}
            />
          )}
        </Field>
      )}
    </DialogForm>
  );
};

export const ChangeEmailButton = () => {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="link" onClick={() => setOpen(true)}>
        Change the address
      </Button>
      <Dialog
        open={open}
        onOpenChange={close}
        title="Change your e-mail address"
        description="It changes when you confirm it in a mail to the new address. Your other sessions end then, and for 7 days the old address can undo it."
      >
        <ChangeEmailForm onClose={close} />
      </Dialog>
    </>
  );
};
