import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { ProblemNote } from '../../../ui/problem-note';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { refetchRecoveries } from './recoveries';

const hour = 3_600_000;

interface RecoverDialogProps {
  endpointId: string;
  onClose: () => void;
}

/** Sends everything again that was given up, such as after the receiver was down for days. */
export const RecoverDialog = ({ endpointId, onClose }: RecoverDialogProps) => {
  const [hours, setHours] = useState('24');
  const recover = useMutation({
    mutationFn: () =>
      client.webhooks.recover({
        params: { id: endpointId },
        body: { since: new Date(Date.now() - Number(hours) * hour).toISOString() },
      }),
    meta: { inForm: true },
    onSuccess: () => {
      toast('What failed is sent again.');
      void refetchRecoveries(endpointId);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Send again what failed"
      description="Events that were given up, or kept while the endpoint was switched off, go on the schedule anew, with the same ids."
    >
      <div className="grid gap-4">
        <ProblemNote error={recover.error} />
        <Field label="What happened in">
          {(control) => (
            <Select {...control} value={hours} onChange={({ target }) => setHours(target.value)}>
              <option value="1">the last hour</option>
              <option value="24">the last day</option>
              <option value="168">the last week</option>
              <option value="720">the last 30 days</option>
            </Select>
          )}
        </Field>
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" busy={recover.isPending} onClick={() => recover.mutate()}>
          Send again
        </Button>
      </DialogActions>
    </Dialog>
  );
};
