import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchMonitor } from '../monitor';

const AllowForm = ({ onClose }: { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.blocks.allow.body,
    defaultValues: { network: '', reason: '' },
    send: (body) => client.blocks.allow({ body }),
    onDone: () => {
      void refetchMonitor();
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Allow" onCancel={onClose}>
      <Field
        label="Address or range"
        hint="Such as your office, 203.0.113.0/24."
        error={errors.network?.message}
      >
        {(control) => (
          <Input autoComplete="off" spellCheck={false} {...control} {...register('network')} />
        )}
      </Field>
      <Field label="Reason" error={errors.reason?.message}>
        {(control) => <Input autoComplete="off" {...control} {...register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** Puts an address or a range on the allow-list. */
export const AllowDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog
    open
    onOpenChange={onClose}
    title="Allow an address"
    description="It is never blocked, whatever comes from there."
  >
    <AllowForm onClose={onClose} />
  </Dialog>
);
