import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchPeople } from '../users/people';
import { refetchRoles, titleOf, useRoles } from './roles';

interface DeleteRoleDialogProps {
  me: Profile;
  role: RoleDefinition;
  onClose: () => void;
}

/** Roles that I can give in place of one. */
const useReplacements = (me: Profile, { id }: RoleDefinition): RoleDefinition[] => {
  const others = useRoles(me).filter((other) => other.grantable && other.id !== id);
  return me.permissions.includes('role:assign') ? others : [];
};

const DeleteRoleForm = ({ me, role, onClose }: DeleteRoleDialogProps) => {
  const replacements = useReplacements(me, role);
  const inUse = role.members > 0;
  const form = useContractForm({
    contract: routes.roles.remove.query,
    defaultValues: {
      replacement: inUse ? replacements.find(({ builtIn }) => builtIn)?.id : undefined,
    },
    send: (query) => client.roles.remove({ params: { id: role.id }, query }),
    onDone: () => {
      toast(`The role ${role.name} is deleted.`);
      void refetchRoles();
      void refetchPeople();
      onClose();
    },
    codes: { role_in_use: 'replacement' },
  });
  return (
    <DialogForm form={form} action="Delete" danger onCancel={onClose}>
      {replacements.length > 0 && (
        <Field
          label="Whoever has it, or is invited to it, becomes"
          error={form.errors.replacement?.message}
          hint="It takes effect at their next request."
        >
          {(control) => (
            <Select
              {...control}
              {...form.register('replacement', { setValueAs: (value) => value || undefined })}
            >
              {!inUse && <option value="">Nobody has it</option>}
              {replacements.map((other) => (
                <option key={other.id} value={other.id}>
                  {titleOf(other)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </DialogForm>
  );
};

const standing = ({ members }: RoleDefinition): string => {
  if (members === 0) return 'Nobody has this role. This cannot be undone.';
  const people = members === 1 ? '1 person has' : `${members} people have`;
  return `${people} this role. This cannot be undone.`;
};

export const DeleteRoleDialog = (props: DeleteRoleDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title={`Delete the role ${props.role.name}?`}
    description={standing(props.role)}
  >
    <DeleteRoleForm {...props} />
  </Dialog>
);
