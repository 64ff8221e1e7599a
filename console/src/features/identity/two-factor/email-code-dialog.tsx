import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { session } from '../../../api/session';
import { Dialog } from '../../../ui/dialog';
import { toast } from '../../../ui/toast-store';
import { MessageForm } from '../second-factor/message-form';
import { BackupCodes } from './backup-codes';
import { refetchFactors } from './two-factor';

interface DialogProps {
  onClose: () => void;
  /** Shows what follows; the factors are looked up again where nothing does. */
  onDone?: () => void;
}

const EmailCodeSteps = ({ onClose, onDone }: DialogProps) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const [codes, setCodes] = useState<string[]>();
  const finish = () => {
    toast('Codes by mail are on.');
    onClose();
    if (onDone) onDone();
    else void refetchFactors();
  };
  const enable = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      client.twoFactor.enableEmailCode({ body: { code, delivery: 'cookie' } }),
    meta: { inForm: true },
    onSuccess: (enabled) => {
      session.hold(enabled);
      if (enabled.backupCodes.length > 0) setCodes(enabled.backupCodes);
      else finish();
    },
  });
  if (codes !== undefined) {
    return <BackupCodes codes={codes} email={profile.email} done="Finish" onDone={finish} />;
  }
  return (
    <div className="grid gap-4">
      <MessageForm
        method="email_code"
        begin={async () => ({ sent: await client.twoFactor.setupEmailCode() })}
        busy={enable.isPending}
        error={enable.error}
        prove={enable.mutateAsync}
      />
    </div>
  );
};

export const EmailCodeDialog = ({ open, ...steps }: DialogProps & { open: boolean }) => (
  <Dialog
    open={open}
    onOpenChange={steps.onClose}
    title="Turn codes by mail on"
    description="Better than a password alone, and weaker than an app or a passkey: whoever reads your mail reads the codes."
  >
    <EmailCodeSteps {...steps} />
  </Dialog>
);
