import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import type {
  PasskeyAssertion,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { signWithPasskey, wasDismissed } from '../passkeys/ceremony';

interface PasskeyFormProps {
  /** Gets what has to be signed. */
  begin: () => Promise<{ passkey: PasskeyRequest | null }>;
  prove: (proof: { credential: PasskeyAssertion }) => Promise<unknown>;
  onError: (error: unknown) => void;
}

/** Asks for a passkey; browsers open their dialog only for a press. */
export const PasskeyForm = ({ begin, prove, onError }: PasskeyFormProps) => {
  const sign = useMutation({
    mutationFn: async () => {
      const { passkey } = await begin();
      if (passkey === null) throw new Error('The server asks for no signature');
      await prove({ credential: await signWithPasskey(passkey) });
    },
    meta: { inForm: true },
    onError,
  });
  return (
    <>
      {!wasDismissed(sign.error) && <ProblemNote error={sign.error} />}
      <Button
        autoFocus
        variant="primary"
        size="lg"
        busy={sign.isPending}
        onClick={() => sign.mutate()}
      >
        <Fingerprint aria-hidden /> Use your passkey
      </Button>
    </>
  );
};
