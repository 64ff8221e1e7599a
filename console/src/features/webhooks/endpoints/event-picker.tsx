import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RouteAnswer } from '@gatehouse/contracts/route';
import type { routes } from '@gatehouse/contracts/routes';
import { CheckField, Checkbox } from '../../../ui/checkbox';
import { Loaded } from '../../../ui/loaded';
import { SearchField } from '../../../ui/search-field';
import { eventTypesQuery } from './endpoints';

type EventType = RouteAnswer<typeof routes.webhooks.eventTypes>['data'][number];

const groupOf = (type: string): string => type.split('.')[0] ?? type;

const titleOf = (group: string): string => {
  const words = group.replaceAll('_', ' ').replace(/^(api|ip)\b/, (name) => name.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
};

interface GroupProps {
  title: string;
  members: readonly EventType[];
  chosen: ReadonlySet<string>;
  onChange: (types: readonly string[], isChosen: boolean) => void;
}

const Group = ({ title, members, chosen, onChange }: GroupProps) => {
  const types = members.map(({ type }) => type);
  return (
    <div role="group" aria-label={title}>
      <CheckField
        className="text-muted px-2 py-1 text-xs font-medium"
        checked={types.every((type) => chosen.has(type))}
        onChange={({ target }) => onChange(types, target.checked)}
      >
        {title}, all
      </CheckField>
      {members.map(({ type, summary, announced }) => (
        <label
          key={type}
          className="hover:bg-hover flex cursor-pointer items-start gap-2.5 rounded px-2 py-1.5"
        >
          <Checkbox
            className="mt-0.5"
            checked={chosen.has(type)}
            onChange={({ target }) => onChange([type], target.checked)}
          />
          <span className="min-w-0">
            {summary} <span className="text-muted font-mono text-xs wrap-anywhere">{type}</span>
            {announced && <span className="text-muted text-xs"> (comes later)</span>}
          </span>
        </label>
      ))}
    </div>
  );
};

interface EventPickerProps {
  value: readonly string[];
  /** Whether events of the installation come too. */
  withInstallation: boolean;
  onChange: (types: string[]) => void;
}

/** Types of events, by what they are about; found by a word of theirs, chosen one by one or together. */
export const EventPicker = ({ value, withInstallation, onChange }: EventPickerProps) => {
  const [search, setSearch] = useState('');
  const types = useQuery(eventTypesQuery);
  const chosen = new Set(value);
  const change = (some: readonly string[], isChosen: boolean) => {
    const others = value.filter((type) => !some.includes(type));
    onChange(isChosen ? [...others, ...some] : others);
  };
  const isShown = ({ type, summary, installation }: EventType) =>
    (withInstallation || !installation) &&
    `${type} ${summary}`.toLowerCase().includes(search.toLowerCase());
  return (
    <Loaded query={types} rows={3}>
      {({ data }) => {
        const shown = data.filter(isShown);
        return (
          <div className="grid gap-2">
            <SearchField
              label="Search events"
              placeholder="Such as password"
              value={search}
              onChange={setSearch}
            />
            <div className="border-line grid max-h-64 gap-2 overflow-y-auto rounded-md border p-1">
              {shown.length === 0 && (
                <p className="text-muted px-2 py-1.5">No event is like that.</p>
              )}
              {[...Map.groupBy(shown, ({ type }) => groupOf(type))].map(([group, members]) => (
                <Group
                  key={group}
                  title={titleOf(group)}
                  members={members}
                  chosen={chosen}
                  onChange={change}
                />
              ))}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
};
