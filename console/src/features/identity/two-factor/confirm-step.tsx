import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { session } from '../../../api/session';
import { Button } from '../../../ui/button';
import { CodeForm } from '../second-factor/code-form';

interface ConfirmStepProps {
  onCodes: (codes: string[]) => void;
  /** Asks for another QR code. */
  onAgain: () => void;
  /** Goes back to the choice of methods. */
  onBack: () => void;
}

/** Proves that the app shows the right codes, before anything depends on it. */
export const ConfirmStep = ({ onCodes, onAgain, onBack }: ConfirmStepProps) => {
  const enable = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      client.twoFactor.enableTotp({ body: { code, delivery: 'cookie' } }),
    meta: { inForm: true },
    onSuccess: (enabled) => {
      // The session without the factor has ended: these are the tokens of its successor.
      session.hold(enabled);
      onCodes(enabled.backupCodes);
    },
  });
  return (
    <div className="grid grid-cols-1 gap-4">
      <CodeForm
        method="totp"
        label="Code that the app shows now"
        action="Turn on two-factor sign-in"
        autoFocus={false}
        busy={enable.isPending}
        error={enable.error}
        prove={enable.mutateAsync}
      />
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onBack}>Choose another method</Button>
        <Button onClick={onAgain}>Show a new QR code</Button>
      </div>
    </div>
  );
};
