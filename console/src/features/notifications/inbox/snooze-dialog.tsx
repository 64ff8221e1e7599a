import { useState } from 'react';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';

interface SnoozeDialogProps {
  onSnooze: (until: Date) => void;
  onClose: () => void;
}

/** Any other time to be reminded at. */
export const SnoozeDialog = ({ onSnooze, onClose }: SnoozeDialogProps) => {
  const [value, setValue] = useState('');
  const until = new Date(value);
  const isPast = value !== '' && until <= new Date();
  return (
    <Dialog open onOpenChange={onClose} title="Snooze until">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (value !== '' && !isPast) onSnooze(until);
        }}
      >
        <Field label="Time" error={isPast ? 'choose a time to come' : undefined}>
          {(control) => (
            <Input
              {...control}
              required
              type="datetime-local"
              value={value}
              onChange={({ target }) => setValue(target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Snooze
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
