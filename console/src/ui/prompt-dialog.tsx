import { z } from 'zod';
import { Dialog } from './dialog';
import { DialogForm } from './dialog-form';
import { Field } from './field';
import { Input } from './input';
import { useContractForm } from './use-contract-form';

interface PromptDialogProps<T> {
  title: string;
  label: string;
  hint?: string;
  /** What the button says. */
  action: string;
  danger?: boolean;
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
  const { title, label, hint, action, danger, contract, send, onClose } = props;
  const { present = '', type = 'text' } = props;
  const form = useContractForm({
    contract: z.object({ value: z.string().trim().pipe(contract) }),
    defaultValues: { value: present },
    send: async ({ value }) => send(value),
    onDone: onClose,
  });
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <DialogForm form={form} action={action} danger={danger} onCancel={onClose}>
        <Field label={label} hint={hint} error={form.errors.value?.message}>
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
      </DialogForm>
    </Dialog>
  );
};
