import { Fingerprint } from 'lucide-react';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { usePasskeySignIn } from './use-passkey-sign-in';

/** The way in without a name or a password. */
export const PasskeyButton = () => {
  const passkey = usePasskeySignIn();
  return (
    <div className="grid gap-4">
      <div className="text-muted flex items-center gap-3 text-xs">
        <span className="border-line flex-1 border-t" />
        or
        <span className="border-line flex-1 border-t" />
      </div>
      <ProblemNote error={passkey.problem} />
      <Button size="lg" busy={passkey.busy} onClick={passkey.signIn}>
        <Fingerprint aria-hidden /> Continue with passkey
      </Button>
    </div>
  );
};
