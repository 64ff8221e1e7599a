import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { ProblemNote } from '../../../ui/problem-note';
import { Select } from '../../../ui/select';
import { type NewSecret, refetchApiKeys } from './api-keys';

interface RotateDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
  onMade: (made: NewSecret) => void;
}

/** Gives a key a new secret; the old one stays good for a while, so that nothing stops meanwhile. */
export const RotateDialog = ({ apiKey, onClose, onMade }: RotateDialogProps) => {
  const [overlap, setOverlap] = useState('24');
  const rotate = useMutation({
    mutationFn: () =>
      client.apiKeys.rotate({
        params: { id: apiKey.id },
        body: { overlapHours: Number(overlap) },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: (made) => {
      void refetchApiKeys();
      onMade(made);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Rotate “${apiKey.name}”?`}
      description="It gets a new secret. Name, scopes and addresses stay."
    >
      <div className="grid gap-4">
        <ProblemNote error={rotate.error} />
        <Field label="The old secret works for" hint="Time to put the new one in its place.">
          {(control) => (
            <Select
              {...control}
              value={overlap}
              onChange={({ target }) => setOverlap(target.value)}
            >
              <option value="0">no longer: it ends at once</option>
              <option value="1">another hour</option>
              <option value="24">another day</option>
              <option value="168">another week</option>
            </Select>
          )}
        </Field>
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>
          Rotate
        </Button>
      </DialogActions>
    </Dialog>
  );
};
