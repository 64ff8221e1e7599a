import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { useContractForm } from '../../../ui/use-contract-form';
import { switchOrganization } from './organizations';

const CreateOrganizationForm = ({ onClose }: { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.organizations.create.body,
    defaultValues: { name: '' },
    send: async (body) => {
      const { id } = await client.organizations.create({
        body,
        idempotencyKey: crypto.randomUUID(),
      });
      await switchOrganization(id);
    },
    onDone: onClose,
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field label="Name" error={form.errors.name?.message}>
        {(control) => <Input autoComplete="organization" {...control} {...form.register('name')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Create
        </Button>
      </DialogActions>
    </form>
  );
};

export const CreateOrganizationDialog = ({
  open,
  onClose,
}: {
  open: boolean;
  onClose: () => void;
}) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="New organization"
    description="You become its owner, and go on in it."
  >
    <CreateOrganizationForm onClose={onClose} />
  </Dialog>
);
