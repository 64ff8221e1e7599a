import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { session } from '../../../api/session';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { CodeForm } from '../second-factor/code-form';
import { BackupCodes } from './backup-codes';
import { refetchFactors } from './two-factor';

interface NumberFormProps {
  onClose: () => void;
  onSent: (sent: CodeSent) => void;
}

const NumberForm = ({ onClose, onSent }: NumberFormProps) => {
  const form = useContractForm({
    contract: routes.smsCodes.setup.body,
    defaultValues: { phoneNumber: '' },
    send: (body) => client.smsCodes.setup({ body }),
    onDone: onSent,
  });
  return (
    <DialogForm form={form} action="Send a code" onCancel={onClose}>
      <Field
        label="Phone number"
        hint="With the country, such as +49 151 12345678."
        error={form.errors.phoneNumber?.message}
      >
        {(control) => (
          <Input type="tel" autoComplete="tel" {...control} {...form.register('phoneNumber')} />
        )}
      </Field>
    </DialogForm>
  );
};

interface DialogProps {
  onClose: () => void;
  /** Shows what follows; the factors are looked up again where nothing does. */
  onDone?: () => void;
}

const SmsCodeSteps = ({ onClose, onDone }: DialogProps) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const [sent, setSent] = useState<CodeSent>();
  const [codes, setCodes] = useState<string[]>();
  const finish = () => {
    toast('Codes by SMS are on.');
    onClose();
    if (onDone) onDone();
    else void refetchFactors();
  };
  const enable = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      client.smsCodes.enable({ body: { code, delivery: 'cookie' } }),
    meta: { inForm: true },
    onSuccess: (enabled) => {
      session.hold(enabled);
      if (enabled.backupCodes.length > 0) setCodes(enabled.backupCodes);
      else finish();
    },
  });
  if (codes !== undefined)
    return <BackupCodes codes={codes} email={profile.email} done="Finish" onDone={finish} />;
  if (sent === undefined) return <NumberForm onClose={onClose} onSent={setSent} />;
  return (
    <div className="grid gap-4">
      <p role="status">We sent a code to {sent.to}.</p>
      <CodeForm
        method="sms_code"
        busy={enable.isPending}
        error={enable.error}
        prove={enable.mutateAsync}
      />
    </div>
  );
};

export const SmsCodeDialog = ({ open, ...steps }: DialogProps & { open: boolean }) => (
  <Dialog
    open={open}
    onOpenChange={steps.onClose}
    title="Codes by SMS"
    description="Better than a password alone, and weaker than an app or a passkey: numbers can be taken over."
  >
    <SmsCodeSteps {...steps} />
  </Dialog>
);
