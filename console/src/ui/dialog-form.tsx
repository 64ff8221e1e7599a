import type { ReactNode, SyntheticEvent } from 'react';
import { Button } from './button';
import { DialogActions } from './dialog';
import { ProblemNote } from './problem-note';

interface DialogFormProps {
  /** Of `useContractForm`. */
  form: { onSubmit: (event: SyntheticEvent) => void; problem: unknown; busy: boolean };
  /** What the button says that sends it. */
  action: ReactNode;
  danger?: boolean;
  onCancel: () => void;
  children: ReactNode;
}

/** The form of a dialog: what went wrong, the fields, and the way out or on. */
export const DialogForm = ({
  form,
  action,
  danger = false,
  onCancel,
  children,
}: DialogFormProps) => (
  <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
    <ProblemNote error={form.problem} />
    {children}
    <DialogActions>
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={form.busy}>
        {action}
      </Button>
    </DialogActions>
  </form>
);
