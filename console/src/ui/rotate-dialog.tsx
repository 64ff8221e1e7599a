import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from './button';
import { Dialog, DialogActions } from './dialog';
import { Field } from './field';
import { ProblemNote } from './problem-note';
import { Select } from './select';

interface RotateDialogProps<Made> {
  title: string;
  description: string;
  /** @param overlapHours how long the old secret stays good. */
  rotate: (overlapHours: number) => Promise<Made>;
  onMade: (made: Made) => void;
  onClose: () => void;
}

/** Gives something a new secret; the old one stays good for a while, so that nothing stops meanwhile. */
export const RotateDialog = <Made,>({
  title,
  description,
  rotate,
  onMade,
  onClose,
}: RotateDialogProps<Made>) => {
  const [overlap, setOverlap] = useState('24');
  const rotation = useMutation({
    mutationFn: () => rotate(Number(overlap)),
    meta: { inForm: true },
    onSuccess: onMade,
  });
  return (
    <Dialog open onOpenChange={onClose} title={title} description={description}>
      <div className="grid gap-4">
        <ProblemNote error={rotation.error} />
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
        <Button variant="primary" busy={rotation.isPending} onClick={() => rotation.mutate()}>
          Rotate
        </Button>
      </DialogActions>
    </Dialog>
  );
};
