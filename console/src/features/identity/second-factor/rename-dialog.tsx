import { z } from 'zod';
import { title } from '@gatehouse/contracts/fields';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';

const contract = z.object({ name: title });

interface RenameProps {
  name: string;
  rename: (name: string) => Promise<unknown>;
  onClose: () => void;
}

const RenameForm = ({ name, rename, onClose }: RenameProps) => {
  const form = useContractForm({
    contract,
    defaultValues: { name },
    send: (values) => rename(values.name),
    onDone: onClose,
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field label="Name" error={form.errors.name?.message}>
        {(control) => <Input autoComplete="off" {...control} {...form.register('name')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Rename
        </Button>
      </DialogActions>
    </form>
  );
};

interface RenameDialogProps extends Omit<RenameProps, 'name'> {
  title: string;
  /** What it is called now; undefined while nothing is renamed. */
  name: string | undefined;
}

export const RenameDialog = ({ title, name, ...rest }: RenameDialogProps) => (
  <Dialog open={name !== undefined} onOpenChange={rest.onClose} title={title}>
    {name !== undefined && <RenameForm name={name} {...rest} />}
  </Dialog>
);
