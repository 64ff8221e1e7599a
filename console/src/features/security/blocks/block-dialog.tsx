import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { CheckField } from '../../../ui/checkbox';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Notice } from '../../../ui/notice';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchMonitor, shownNetwork } from '../monitor';
import { blockForm, lengths } from './block-form';

interface BlockDialogProps {
  /** What to begin with. */
  network: string;
  onClose: () => void;
}

const BlockForm = ({ network, onClose }: BlockDialogProps) => {
  const form = useContractForm({
    contract: blockForm,
    defaultValues: { network, reason: '', minutes: '1440', confirm: false },
    send: (body) => client.blocks.create({ body }),
    onDone: (block) => {
      toast(`${shownNetwork(block.network)} is blocked.`);
      void refetchMonitor();
      onClose();
    },
    codes: { network_allowed: 'network', already_blocked: 'network' },
  });
  const { errors, register } = form;
  const locksOut = hasCode(form.problem, 'own_address');
  return (
    <DialogForm
      form={{ ...form, problem: locksOut ? undefined : form.problem }}
      action="Block"
      danger
      onCancel={onClose}
    >
      <Field
        label="Address or range"
        hint="Such as 203.0.113.7 or 203.0.113.0/24."
        error={errors.network?.message}
      >
        {(control) => (
          <Input autoComplete="off" spellCheck={false} {...control} {...register('network')} />
        )}
      </Field>
      <Field label="How long" error={errors.minutes?.message}>
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
      <Field label="Reason" hint="Other staff read it." error={errors.reason?.message}>
        {(control) => <Input autoComplete="off" {...control} {...register('reason')} />}
      </Field>
      {locksOut && (
        <Notice tone="warn" urgent>
          <p>This holds your own address: you would be locked out at once.</p>
          <CheckField className="mt-2" {...register('confirm')}>
            Block it nevertheless
          </CheckField>
        </Notice>
      )}
    </DialogForm>
  );
};

/** Blocks an address or a range. */
export const BlockDialog = (props: BlockDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Block an address"
    description="Every request from there is refused, pages included."
  >
    <BlockForm {...props} />
  </Dialog>
);
