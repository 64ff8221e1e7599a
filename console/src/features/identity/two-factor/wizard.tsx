import { useMutation } from '@tanstack/react-query';
import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { BackupCodes } from './backup-codes';
import { ConfirmStep } from './confirm-step';
import { ScanStep } from './scan-step';
import { Steps } from './steps';
import { refetchFactors } from './two-factor';

const Begin = ({
  onBegin,
  busy,
  error,
}: {
  onBegin: () => void;
  busy: boolean;
  error: unknown;
}) => (
  <div className="grid gap-4">
    <ProblemNote error={error} />
    <div className="flex gap-3">
      <span className="bg-accent-soft text-accent-text grid size-10 shrink-0 place-items-center rounded-lg">
        <Smartphone className="size-5" aria-hidden />
      </span>
      <p>
        <strong className="font-medium">Authenticator app.</strong>{' '}
        <span className="text-muted">
          A six-digit code from your phone, beside your password. It works without a network.
        </span>
      </p>
    </div>
    <Button variant="primary" size="lg" busy={busy} onClick={onBegin}>
      Set up an authenticator app
    </Button>
  </div>
);

interface WizardProps {
  email: string;
  /** Called once the codes are saved. */
  onDone: () => void;
}

/** App, code, backup codes: turns two-factor sign-in on. */
export const TwoFactorWizard = ({ email, onDone }: WizardProps) => {
  const [codes, setCodes] = useState<string[]>();
  const setup = useMutation({
    mutationFn: () => client.twoFactor.setupTotp(),
    meta: { inForm: true },
  });
  const finish = useMutation({ mutationFn: refetchFactors, onSuccess: onDone });
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
        <Begin onBegin={() => setup.mutate()} busy={setup.isPending} error={setup.error} />
      </div>
    );
  }
  return (
    <div className="grid gap-5">
      <Steps current={2} />
      <ScanStep setup={setup.data} />
      <ConfirmStep onCodes={setCodes} />
    </div>
  );
};
