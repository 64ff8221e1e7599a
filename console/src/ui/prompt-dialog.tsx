import { z } from 'zod';
import { Button } from './button';
import { Dialog, DialogActions } from './dialog';
import { Field } from './field';
import { Input } from './input';
import { ProblemNote } from './problem-note';
import { useContractForm } from './use-contract-form';

interface PromptDialogProps<T> {
  title: string;
  label: string;
  /** What the button says. */
  action: string;
  /** Of the one value that is asked for. */
  contract: z.ZodType<T, string>;
  /** What it is now. */
  present?: string;
  type?: 'text' | 'datetime-local';
  send: (value: T) => unknown;
  onClose: () => void;
}

/** Asks for one value. */
export const PromptDialog = <T,>(props: PromptDialogProps<T>) => {
  const { title, label, action, contract, present = '', type = 'text', send, onClose } = props;
  const form = useContractForm({
    contract: z.object({ value: z.string().trim().pipe(contract) }),
    defaultValues: { value: present },
    send: async ({ value }) => send(value),
    onDone: onClose,
  });
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
        <ProblemNote error={form.problem} />
        <Field label={label} error={form.errors.value?.message}>
          {(control) => (
            <Input
              autoComplete="off"
              spellCheck={false}
              type={type}
              {...control}
              {...form.register('value')}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
