import { etagOf } from '@gatehouse/contracts/etag';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import { isGrantable, roleTemplates } from '@gatehouse/contracts/permissions';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { roleNames } from '../users/role-badge';
import { grantableRoles } from '../users/rules';
import { PermissionList } from './permission-list';
import { refetchRoles } from './roles';

interface RoleDialogProps {
  me: Profile;
  /** Left out for a new one. */
  role?: RoleDefinition | undefined;
  onClose: () => void;
}

const save = (role: RoleDefinition | undefined) => {
  if (role === undefined) {
    return (body: Parameters<typeof client.roles.create>[0]['body']) =>
      client.roles.create({ body });
  }
  const ifMatch = role.updatedAt === null ? '*' : etagOf(role.updatedAt);
  return ({ rank: _rank, ...body }: Parameters<typeof client.roles.create>[0]['body']) =>
    client.roles.update({ params: { id: role.id }, body, ifMatch });
};

type Template = (typeof roleTemplates)[number];

/** Roles that are offered ready-made, of those that one may make. */
const Templates = ({ me, onChoose }: { me: Profile; onChoose: (chosen: Template) => void }) => {
  const ranks = grantableRoles(me);
  const offered = roleTemplates.filter(
    ({ rank, permissions }) =>
      ranks.includes(rank) &&
      permissions.every((permission) => me.permissions.includes(permission)),
  );
  if (offered.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-muted">Begin with</span>
      {offered.map((template) => (
        <Button key={template.name} size="sm" onClick={() => onChoose(template)}>
          {template.name}
        </Button>
      ))}
    </div>
  );
};

const RoleForm = ({ me, role, onClose }: RoleDialogProps) => {
  const form = useContractForm({
    contract: routes.roles.create.body,
    defaultValues: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      rank: role?.rank === 'MANAGER' ? 'MANAGER' : 'EMPLOYEE',
      permissions: role?.permissions ?? [],
    },
    send: save(role),
    onDone: ({ name }) => {
      toast(`The role ${name} is saved. It holds from everybody’s next request on.`);
      void refetchRoles();
      onClose();
    },
    codes: { role_name_taken: 'name' },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Save role" onCancel={onClose}>
      {role === undefined && (
        <Templates
          me={me}
          onChoose={({ permissions, ...words }) =>
            form.reset({ ...words, permissions: [...permissions] })
          }
        />
      )}
      <Field label="Name" error={errors.name?.message}>
        {(control) => <Input {...control} {...register('name')} />}
      </Field>
      <Field label="Description" error={errors.description?.message}>
        {(control) => <Input {...control} {...register('description')} />}
      </Field>
      {role === undefined && (
        <Field label="Rank" hint="Whom its holders may act on: only those of a lower rank.">
          {(control) => (
            <Select {...control} {...register('rank')}>
              {grantableRoles(me).map((rank) => (
                <option key={rank} value={rank}>
                  As {roleNames[rank].toLowerCase()}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <PermissionList
        held={me.permissions.filter(isGrantable)}
        kept={role?.permissions ?? []}
        value={form.watch('permissions')}
        onChange={(value) => form.setValue('permissions', value)}
      />
    </DialogForm>
  );
};

export const CustomRoleDialog = (props: RoleDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title={props.role === undefined ? 'New role' : 'Edit role'}
    description="You can grant what you may do yourself."
  >
    <RoleForm {...props} />
  </Dialog>
);
