import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { useContractForm } from '../../../ui/use-contract-form';
import { switchOrganization } from './organizations';

const CreateOrganizationForm = ({ onClose }: { onClose: () => void }) => {
  const form = useContractForm({
    contract: routes.organizations.create.body,
    defaultValues: { name: '' },
    send: async (body) => {
      const { id } = await client.organizations.create({
        body,
      });
      await switchOrganization(id);
    },
    onDone: onClose,
  });
  return (
    <DialogForm form={form} action="Create" onCancel={onClose}>
      <Field label="Name" error={form.errors.name?.message}>
        {(control) => <Input autoComplete="organization" {...control} {...form.register('name')} />}
      </Field>
    </DialogForm>
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
