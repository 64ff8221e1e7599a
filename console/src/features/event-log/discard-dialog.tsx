import type { ParkedEvent } from '@gatehouse/contracts/event-log';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../api/client';
import { Dialog } from '../../ui/dialog';
import { DialogForm } from '../../ui/dialog-form';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { toast } from '../../ui/toast-store';
import { useContractForm } from '../../ui/use-contract-form';
import { refetchEvents } from './events';

interface DiscardDialogProps {
  parked: ParkedEvent;
  onClose: () => void;
}

const DiscardForm = ({ parked: { listener, eventId: id }, onClose }: DiscardDialogProps) => {
  const form = useContractForm({
    contract: routes.events.discard.body,
    defaultValues: { reason: '' },
    send: (body) => client.events.discard({ params: { listener, id }, body }),
    onDone: () => {
      toast('The event is given up for good.');
      void refetchEvents();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action="Discard" danger onCancel={onClose}>
      <Field label="Reason" error={form.errors.reason?.message}>
        {(control) => <Input {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** Gives a parked event up, which cannot be taken back. */
export const DiscardDialog = (props: DiscardDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Discard the event?"
    description={`${props.parked.listener} will never handle it. The reason goes to the audit trail.`}
  >
    <DiscardForm {...props} />
  </Dialog>
);
