import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { session } from '../../../api/session';
import { CodeForm } from '../second-factor/code-form';

/** Proves that the app shows the right codes, before anything depends on it. */
export const ConfirmStep = ({ onCodes }: { onCodes: (codes: string[]) => void }) => {
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
    <CodeForm
      method="totp"
      label="Code that the app shows now"
      action="Turn on two-factor sign-in"
      autoFocus={false}
      busy={enable.isPending}
      error={enable.error}
      prove={enable.mutateAsync}
    />
  );
};
