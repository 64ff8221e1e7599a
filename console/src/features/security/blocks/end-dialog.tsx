import type { IpBlock } from '@gatehouse/contracts/security/blocks';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchMonitor, shownNetwork } from '../monitor';
import { endForm, lengths } from './block-form';

interface EndDialogProps {
  block: IpBlock;
  onClose: () => void;
}

const EndForm = ({ block: { id, network }, onClose }: EndDialogProps) => {
  const form = useContractForm({
    contract: endForm,
    defaultValues: { minutes: '1440', reason: '' },
    send: (body) => client.blocks.update({ params: { id }, body }),
    onDone: () => {
      toast(`The block of ${shownNetwork(network)} ends at another time.`);
      void refetchMonitor();
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Change the end" onCancel={onClose}>
      <Field label="How long from now" error={errors.minutes?.message}>
        {(control) => (
          <Select {...control} {...register('minutes')}>
            {Object.entries(lengths).map(([minutes, label]) => (
              <option key={minutes} value={minutes}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Reason"
        hint="Other staff and the audit trail read it."
        error={errors.reason?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** Lets a block end at another time. */
export const EndDialog = (props: EndDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Change when the block ends"
    description={`${shownNetwork(props.block.network)}: ${props.block.reason}`}
  >
    <EndForm {...props} />
  </Dialog>
);
