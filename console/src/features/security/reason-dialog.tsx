import { routes } from '@gatehouse/contracts/routes';
import { Dialog } from '../../ui/dialog';
import { DialogForm } from '../../ui/dialog-form';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { toast } from '../../ui/toast-store';
import { useContractForm } from '../../ui/use-contract-form';
import { refetchMonitor } from './monitor';

interface ReasonDialogProps<Answer> {
  title: string;
  description: string;
  action: string;
  send: (body: { reason: string }) => Promise<Answer>;
  /** Said when it is done. */
  done: string | ((answer: Answer) => string);
  onClose: () => void;
}

type ReasonFormProps<Answer> = Pick<
  ReasonDialogProps<Answer>,
  'action' | 'send' | 'done' | 'onClose'
>;

const ReasonForm = <Answer,>({ action, send, done, onClose }: ReasonFormProps<Answer>) => {
  const form = useContractForm({
    contract: routes.blocks.lift.body,
    defaultValues: { reason: '' },
    send,
    onDone: (answer) => {
      toast(typeof done === 'string' ? done : done(answer));
      void refetchMonitor();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action={action} onCancel={onClose}>
      <Field
        label="Reason"
        hint="Other staff and the audit trail read it."
        error={form.errors.reason?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** Asks why, before something about an attack is undone or settled. */
export const ReasonDialog = <Answer,>({
  title,
  description,
  ...rest
}: ReasonDialogProps<Answer>) => (
  <Dialog open onOpenChange={rest.onClose} title={title} description={description}>
    <ReasonForm {...rest} />
  </Dialog>
);
