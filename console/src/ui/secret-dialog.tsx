import { useState, type ReactNode } from 'react';
import { Button } from './button';
import { CheckField } from './checkbox';
import { CopyButton } from './copy-button';
import { Dialog } from './dialog';
import { Notice } from './notice';

interface SecretDialogProps {
  title: string;
  secret: string;
  /** What whoever has it can do. */
  warning: string;
  /** How it is used. */
  children: ReactNode;
  onClose: () => void;
}

/** Shows a secret this once. The way on opens when the person says that it is saved. */
export const SecretDialog = ({ title, secret, warning, children, onClose }: SecretDialogProps) => {
  const [saved, setSaved] = useState(false);
  const [warned, setWarned] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={() => {
        // A stray press beside the dialog must not cost the secret.
        if (saved) onClose();
        else setWarned(true);
      }}
      title={title}
    >
      <div className="grid gap-4">
        <Notice tone="warn">{warning}</Notice>
        <code
          data-testid="secret"
          className="border-line bg-sunken rounded-md border p-4 font-mono text-[0.8125rem] wrap-anywhere"
        >
          {secret}
        </code>
        <p className="text-muted">{children}</p>
        <CopyButton text={secret} label="Copy" className="justify-self-start" />
        <CheckField checked={saved} onChange={(event) => setSaved(event.target.checked)}>
          I have saved it
        </CheckField>
        {warned && !saved && (
          <Notice tone="danger" urgent>
            Save it first: it is not shown again.
          </Notice>
        )}
        <Button variant="primary" size="lg" disabled={!saved} onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
};
