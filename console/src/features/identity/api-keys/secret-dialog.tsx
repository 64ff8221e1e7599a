import { useState } from 'react';
import { Button } from '../../../ui/button';
import { CopyButton } from '../../../ui/copy-button';
import { Dialog } from '../../../ui/dialog';
import { Notice } from '../../../ui/notice';
import type { NewSecret } from './api-keys';

interface SecretDialogProps {
  made: NewSecret;
  onClose: () => void;
}

/** Shows a secret this once. The way on opens when the person says that it is saved. */
export const SecretDialog = ({ made, onClose }: SecretDialogProps) => {
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
      title={`The key of “${made.name}”`}
    >
      <div className="grid gap-4">
        <Notice tone="warn">
          The key is shown this once. Keep it like a password; whoever has it calls in your name.
        </Notice>
        <code
          data-testid="api-key"
          className="border-line bg-sunken rounded-md border p-4 font-mono text-[0.8125rem] wrap-anywhere"
        >
          {made.secret}
        </code>
        <p className="text-muted">
          Programs send it with every call as <code className="font-mono">X-API-Key</code>.
        </p>
        <CopyButton text={made.secret} label="Copy" className="justify-self-start" />
        <label className="flex cursor-pointer items-start gap-2.5">
          <input
            type="checkbox"
            className="accent-accent mt-0.5 size-4"
            checked={saved}
            onChange={(event) => setSaved(event.target.checked)}
          />
          I have saved it
        </label>
        {warned && !saved && (
          <Notice tone="danger" urgent>
            Save the key first: it is not shown again.
          </Notice>
        )}
        <Button variant="primary" size="lg" disabled={!saved} onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
};
