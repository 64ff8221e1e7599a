import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { client } from '../../../api/client';
import { deviceName } from '../passkeys/ceremony';
import { addPasskey, refetchPasskeys } from '../passkeys/passkeys';
import { BackupCodes } from './backup-codes';
import { ChooseMethod } from './choose-method';
import { ConfirmStep } from './confirm-step';
import { EmailCodeDialog } from './email-code-dialog';
import { ScanStep } from './scan-step';
import { SmsCodeDialog } from './sms-code-dialog';
import { isAccepted, twoFactorQuery } from './two-factor';
import { Steps } from './steps';

interface WizardProps {
  email: string;
  /** Called once the codes are saved. */
  onDone: () => void;
}

/** A method that is switched on, proof, backup codes: turns two-factor sign-in on. */
export const TwoFactorWizard = ({ email, onDone }: WizardProps) => {
  const [codes, setCodes] = useState<string[]>();
  const [dialog, setDialog] = useState<'email' | 'sms'>();
  const status = useQuery(twoFactorQuery).data;
  // Of those that do not count, none is offered to whoever has to turn one on.
  const offers = (method: SecondFactorMethod) =>
    status !== undefined && (isAccepted(status, method) || !status.required);
  const setup = useMutation({
    mutationFn: () => client.twoFactor.setupTotp(),
    meta: { inForm: true },
  });
  const finish = useMutation({ mutationFn: refetchPasskeys, onSuccess: onDone });
  // Backup codes come with the first factor only.
  const proceed = (added: string[]) => {
    if (added.length > 0) setCodes(added);
    else finish.mutate();
  };
  const passkey = useMutation({
    mutationFn: () => addPasskey(deviceName()),
    meta: { inForm: true },
    onSuccess: proceed,
  });
  if (codes !== undefined) {
    return (
      <div className="grid gap-5">
        <Steps current={3} />
        <BackupCodes
          codes={codes}
          email={email}
          done="Finish"
          busy={finish.isPending}
          onDone={() => finish.mutate()}
        />
      </div>
    );
  }
  if (setup.data === undefined) {
    return (
      <div className="grid gap-5">
        <Steps current={1} />
        <ChooseMethod
          onApp={() => setup.mutate()}
          onPasskey={() => passkey.mutate()}
          onEmailCode={() => setDialog('email')}
          onSmsCode={() => setDialog('sms')}
          available={{
            app: offers('totp'),
            emailCode: status?.emailCode.available === true && offers('email_code'),
            smsCode: status?.smsCode.available === true && offers('sms_code'),
          }}
          busy={setup.isPending ? 'app' : passkey.isPending ? 'passkey' : undefined}
          error={setup.error ?? passkey.error}
        />
        <EmailCodeDialog
          open={dialog === 'email'}
          onClose={() => setDialog(undefined)}
          onDone={() => finish.mutate()}
        />
        <SmsCodeDialog
          open={dialog === 'sms'}
          onClose={() => setDialog(undefined)}
          onDone={() => finish.mutate()}
        />
      </div>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-5">
      <Steps current={2} />
      <ScanStep setup={setup.data} />
      <ConfirmStep
        key={setup.data.secret}
        onCodes={proceed}
        onAgain={() => setup.mutate()}
        onBack={() => setup.reset()}
      />
    </div>
  );
};
