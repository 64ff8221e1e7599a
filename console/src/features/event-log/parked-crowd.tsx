import { useMutation } from '@tanstack/react-query';
import { RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../api/client';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Dialog } from '../../ui/dialog';
import { DialogForm } from '../../ui/dialog-form';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { toast } from '../../ui/toast-store';
import { useContractForm } from '../../ui/use-contract-form';
import { type ParkedFilter, refetchEvents, whichOf } from './events';

interface CrowdProps {
  listener: string;
  filter: ParkedFilter;
}

const RetryAll = ({ listener }: Pick<CrowdProps, 'listener'>) => {
  const [asking, setAsking] = useState(false);
  const retry = useMutation({
    mutationFn: () => client.events.retryAll({ params: { listener } }),
    onSuccess: ({ retried }) => toast(`${retried} events of ${listener} are tried again.`),
    onSettled: () => {
      setAsking(false);
      return refetchEvents();
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <RotateCw aria-hidden /> Try all of {listener} again
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Try all of ${listener} again?`}
        action="Try all again"
        danger={false}
        busy={retry.isPending}
        onConfirm={() => retry.mutate()}
      >
        Every parked event of the listener is handled again, whatever is listed. What failed for the
        same cause as before is parked once more.
      </ConfirmDialog>
    </>
  );
};

const DiscardForm = ({ listener, filter, onClose }: CrowdProps & { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.events.discard.body,
    defaultValues: { reason: '' },
    send: ({ reason }) =>
      client.events.discardAll({
        params: { listener },
        body: { reason, ...whichOf(filter) },
        idempotencyKey: crypto.randomUUID(),
      }),
    onDone: ({ discarded }) => {
      toast(`${discarded} events of ${listener} are given up for good.`);
      void refetchEvents();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action="Discard all" danger onCancel={onClose}>
      <Field label="Reason" error={form.errors.reason?.message}>
        {(control) => <Input {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

/** What can be done with all parked events of a listener, or with those that are listed. */
export const ParkedCrowd = (props: CrowdProps) => {
  const [discarding, setDiscarding] = useState(false);
  const close = () => setDiscarding(false);
  return (
    <div className="flex flex-wrap gap-2 px-4 pb-3 sm:px-5">
      <RetryAll listener={props.listener} />
      <Button onClick={() => setDiscarding(true)}>
        <Trash2 aria-hidden /> Discard what is listed
      </Button>
      {discarding && (
        <Dialog
          open
          onOpenChange={close}
          title={`Discard what is listed of ${props.listener}?`}
          description="It will never handle them, those of later pages too. News of erasures stay. The reason goes to the audit trail."
        >
          <DiscardForm {...props} onClose={close} />
        </Dialog>
      )}
    </div>
  );
};
