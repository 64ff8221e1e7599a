import { Fingerprint, Smartphone, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { wasDismissed } from '../passkeys/ceremony';

const Choice = ({
  icon: Icon,
  name,
  children,
}: {
  icon: LucideIcon;
  name: string;
  children: ReactNode;
}) => (
  <div className="flex gap-3">
    <span className="bg-accent-soft text-accent-text grid size-10 shrink-0 place-items-center rounded-lg">
      <Icon className="size-5" aria-hidden />
    </span>
    <p>
      <strong className="font-medium">{name}.</strong>{' '}
      <span className="text-muted">{children}</span>
    </p>
  </div>
);

interface ChooseMethodProps {
  onApp: () => void;
  onPasskey: () => void;
  busy: 'app' | 'passkey' | undefined;
  error: unknown;
}

/** The first step: which second factor it shall be. */
export const ChooseMethod = ({ onApp, onPasskey, busy, error }: ChooseMethodProps) => (
  <div className="grid gap-4">
    {!wasDismissed(error) && <ProblemNote error={error} />}
    <Choice icon={Smartphone} name="Authenticator app">
      A six-digit code from your phone, beside your password. It works without a network.
    </Choice>
    <Button variant="primary" size="lg" busy={busy === 'app'} onClick={onApp}>
      Set up an authenticator app
    </Button>
    <Choice icon={Fingerprint} name="Passkey">
      A finger, your face, a PIN or a security key. It cannot be phished, and signs you in without a
      password too.
    </Choice>
    <Button size="lg" busy={busy === 'passkey'} onClick={onPasskey}>
      Create a passkey
    </Button>
  </div>
);
