import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { profileQuery } from '../../../api/queries';
import { CheckList } from '../../../ui/check-list';
import { Field } from '../../../ui/field';
import { Select } from '../../../ui/select';
import { groupChoiceQuery } from '../../identity/groups/groups';
import { titleOf, useRoles } from '../../identity/roles/roles';
import { type Message, recipientsCountQuery, type Whom, whoms } from './message';
import { RecipientsField } from './recipients-field';

interface AudienceFieldProps {
  message: Message;
  error?: string | undefined;
  onChange: (change: Partial<Message>) => void;
}

const RolesAndGroups = ({ message, onChange }: AudienceFieldProps) => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const roles = useRoles(me);
  const groups = useQuery(groupChoiceQuery).data ?? [];
  return (
    <>
      <CheckList
        legend="Roles"
        options={roles.map((role) => ({ value: role.id, label: titleOf(role) }))}
        value={message.roles}
        onChange={(chosen) => onChange({ roles: chosen })}
      />
      {groups.length > 0 && (
        <CheckList
          legend="Groups"
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={message.groups}
          onChange={(chosen) => onChange({ groups: chosen })}
        />
      )}
    </>
  );
};

/** How many people are meant, while that is chosen. */
const Count = ({ message }: { message: Message }) => {
  const { data } = useQuery(recipientsCountQuery(message));
  return (
    <p role="status" className="text-muted text-[0.8125rem]">
      {data && `${data.recipients === 1 ? 'One person' : `${data.recipients} people`} as of now.`}
    </p>
  );
};

/** Who is told: some people, whoever has a role or is in a group, or everybody. */
export const AudienceField = ({ message, error, onChange }: AudienceFieldProps) => (
  <>
    <Field label="To">
      {(control) => (
        <Select
          {...control}
          value={message.whom}
          onChange={({ target }) =>
            onChange({ whom: whoms.find(([whom]) => whom === target.value)?.[0] ?? 'people' })
          }
        >
          {whoms.map(([whom, label]: readonly [Whom, string]) => (
            <option key={whom} value={whom}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
    {message.whom === 'people' && (
      <RecipientsField
        value={message.recipients}
        error={error}
        onChange={(recipients) => onChange({ recipients })}
      />
    )}
    {message.whom === 'sets' && <RolesAndGroups message={message} onChange={onChange} />}
    {message.whom === 'sets' && error && (
      <p className="text-danger-text text-[0.8125rem]">{error}</p>
    )}
    {message.whom !== 'people' && <Count message={message} />}
  </>
);
