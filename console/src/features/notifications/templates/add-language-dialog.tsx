import { useState } from 'react';
import { locale } from '@gatehouse/contracts/notifications/templates';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';

interface AddLanguageDialogProps {
  onAdd: (locale: string) => void;
  onClose: () => void;
}

export const AddLanguageDialog = ({ onAdd, onClose }: AddLanguageDialogProps) => {
  const [value, setValue] = useState('');
  const [wrong, setWrong] = useState<string>();
  return (
    <Dialog open onOpenChange={onClose} title="Add a language">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const parsed = locale.safeParse(value.trim());
          if (parsed.success) onAdd(parsed.data);
          else setWrong(parsed.error.issues[0]?.message);
        }}
      >
        <Field label="Language" error={wrong}>
          {(control) => (
            <Input
              {...control}
              spellCheck={false}
              value={value}
              onChange={({ target }) => setValue(target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
