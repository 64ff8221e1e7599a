import { etagOf } from '@gatehouse/contracts/etag';
import type { Group } from '@gatehouse/contracts/identity/groups/groups';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { isGrantable } from '@gatehouse/contracts/permissions';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { PermissionList } from '../roles/permission-list';
import { titleOf, useRoles } from '../roles/roles';
import { refetchGroups } from './groups';

interface GroupDialogProps {
  me: Profile;
  /** Left out for a new one. */
  group?: Group | undefined;
  onClose: () => void;
}

type Wish = NonNullable<Parameters<typeof client.groups.create>[0]>['body'];

const save = (group: Group | undefined) => (body: Wish) =>
  group === undefined
    ? client.groups.create({ body })
    : client.groups.update({ params: { id: group.id }, body, ifMatch: etagOf(group.updatedAt) });

/** The permissions of a role, of those that one may grant whole, to begin a group with. */
const Templates = ({ me, onChoose }: { me: Profile; onChoose: (chosen: string[]) => void }) => {
  const offered = useRoles(me).filter(
    ({ permissions }) =>
      permissions.length > 0 && permissions.every((one) => me.permissions.includes(one)),
  );
  if (offered.length === 0) return null;
  return (
    <Field
      label="Begin with the permissions of"
      hint="They are copied: what the role is given later, the group is not."
    >
      {(control) => (
        <Select
          {...control}
          onChange={({ target }) =>
            onChoose(offered.find(({ id }) => id === target.value)?.permissions ?? [])
          }
        >
          <option value="">No role</option>
          {offered.map((role) => (
            <option key={role.id} value={role.id}>
              {titleOf(role)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
};

const GroupForm = ({ me, group, onClose }: GroupDialogProps) => {
  const form = useContractForm({
    contract: routes.groups.create.body,
    defaultValues: {
      name: group?.name ?? '',
      description: group?.description ?? '',
      permissions: group?.permissions ?? [],
    },
    send: save(group),
    onDone: ({ name }) => {
      toast(`The group ${name} is saved.`);
      void refetchGroups();
      onClose();
    },
    codes: { group_name_taken: 'name' },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Save group" onCancel={onClose}>
      <Field label="Name" error={errors.name?.message}>
        {(control) => <Input autoComplete="off" {...control} {...register('name')} />}
      </Field>
      <Field label="Description" error={errors.description?.message}>
        {(control) => <Input autoComplete="off" {...control} {...register('description')} />}
      </Field>
      {group === undefined && (
        <Templates me={me} onChoose={(chosen) => form.setValue('permissions', chosen)} />
      )}
      <PermissionList
        held={me.permissions.filter(isGrantable)}
        kept={group?.permissions ?? []}
        value={form.watch('permissions') ?? []}
        onChange={(value) => form.setValue('permissions', value)}
      />
    </DialogForm>
  );
};

export const GroupDialog = (props: GroupDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title={props.group === undefined ? 'New group' : 'Edit group'}
    description="What its people may do beside their roles, of what you may do yourself."
  >
    <GroupForm {...props} />
  </Dialog>
);
