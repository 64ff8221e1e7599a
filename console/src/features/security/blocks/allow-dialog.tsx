import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchMonitor } from '../monitor';

const AllowForm = ({ onClose }: { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.blocks.allow.body,
    defaultValues: { network: '', reason: '' },
    send: (body) => client.blocks.allow({ body, idempotencyKey: crypto.randomUUID() }),
    onDone: () => {
      void refetchMonitor();
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
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
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Allow
        </Button>
      </DialogActions>
    </form>
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
