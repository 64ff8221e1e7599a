import { z } from 'zod';
import { applicationPermissionName } from '@gatehouse/contracts/identity/application-permissions/application-permissions';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchApplicationPermissions } from './application-permissions';

const contract = routes.applicationPermissions.define.body.extend({
  name: z.string().trim().pipe(applicationPermissionName),
});

interface DefineDialogProps {
  /** Of one that is described anew; left out for a new one. */
  present?: { name: string; description: string } | undefined;
  onClose: () => void;
}

const DefineForm = ({ present, onClose }: DefineDialogProps) => {
  const form = useContractForm({
    contract,
    defaultValues: { name: present?.name ?? '', description: present?.description ?? '' },
    send: ({ name, description }) =>
      client.applicationPermissions.define({ params: { name }, body: { description } }),
    onDone: ({ name }) => {
      toast(`The permission ${name} is saved.`);
      void refetchApplicationPermissions();
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Save permission" onCancel={onClose}>
      {present === undefined && (
        <Field
          label="Name"
          hint="As your application asks for it, such as invoices:approve."
          error={errors.name?.message}
        >
          {(control) => (
            <Input autoComplete="off" spellCheck={false} {...control} {...register('name')} />
          )}
        </Field>
      )}
      <Field
        label="Description"
        hint="What it allows, in words for whoever gives it."
        error={errors.description?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...register('description')} />}
      </Field>
    </DialogForm>
  );
};

export const DefineDialog = (props: DefineDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title={props.present === undefined ? 'New permission' : props.present.name}
    description="Every owner of an organization holds it, and gives it by roles and groups."
  >
    <DefineForm {...props} />
  </Dialog>
);
