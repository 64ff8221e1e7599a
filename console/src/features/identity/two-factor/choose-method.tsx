import { Fingerprint, Mail, MessageSquare, Smartphone, type LucideIcon } from 'lucide-react';
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
  /** Which of the others beside a passkey the installation and the organization let count. */
  available: { app: boolean; emailCode: boolean; smsCode: boolean };
  onApp: () => void;
  onPasskey: () => void;
  onEmailCode: () => void;
  onSmsCode: () => void;
  busy: 'app' | 'passkey' | undefined;
  error: unknown;
}

/** The first step: which second factor it shall be. */
export const ChooseMethod = ({
  available,
  onApp,
  onPasskey,
  onEmailCode,
  onSmsCode,
  busy,
  error,
}: ChooseMethodProps) => (
  <div className="grid gap-4">
    {!wasDismissed(error) && <ProblemNote error={error} />}
    {available.app && (
      <>
        <Choice icon={Smartphone} name="Authenticator app">
          A six-digit code from your phone, beside your password. It works without a network.
        </Choice>
        <Button variant="primary" size="lg" busy={busy === 'app'} onClick={onApp}>
          Set up an authenticator app
        </Button>
      </>
    )}
    <Choice icon={Fingerprint} name="Passkey">
      A finger, your face, a PIN or a security key. It cannot be phished, and signs you in without a
      password too.
    </Choice>
    <Button size="lg" busy={busy === 'passkey'} onClick={onPasskey}>
      Create a passkey
    </Button>
    {available.smsCode && (
      <>
        <Choice icon={MessageSquare} name="Codes by SMS">
          Six digits in a text message. Weaker: numbers can be taken over.
        </Choice>
        <Button size="lg" onClick={onSmsCode}>
          Use codes by SMS
        </Button>
      </>
    )}
    {available.emailCode && (
      <>
        <Choice icon={Mail} name="Codes by mail">
          Six digits that we send to your address. Weaker: whoever reads your mail reads them.
        </Choice>
        <Button size="lg" onClick={onEmailCode}>
          Use codes by mail
        </Button>
      </>
    )}
  </div>
);
