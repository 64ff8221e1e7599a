import { useQuery } from '@tanstack/react-query';
import { useId, type ComponentProps } from 'react';
import { Checkbox } from '../../../ui/checkbox';
import { Loaded } from '../../../ui/loaded';
import { eventTypesQuery } from './endpoints';

interface EventPickerProps {
  /** Props of a checkbox of the field that holds the chosen types. */
  register: () => ComponentProps<'input'>;
}

const groupOf = (type: string): string => type.split('.')[0] ?? type;

const titleOf = (group: string): string => {
  const words = group.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The catalogue of events, by what they are about. */
export const EventPicker = ({ register }: EventPickerProps) => {
  const id = useId();
  const types = useQuery(eventTypesQuery);
  return (
    <Loaded query={types} rows={3}>
      {({ data }) => (
        <div className="border-line grid max-h-64 gap-2 overflow-y-auto rounded-md border p-1">
          {[...Map.groupBy(data, ({ type }) => groupOf(type))].map(([group, members]) => (
            <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
              <p id={`${id}-${group}`} className="text-muted px-2 py-1 text-xs font-medium">
                {titleOf(group)}
              </p>
              {members.map(({ type, summary }) => (
                <label
                  key={type}
                  className="hover:bg-hover flex cursor-pointer items-start gap-2.5 rounded px-2 py-1.5"
                >
                  <Checkbox value={type} className="mt-0.5" {...register()} />
                  <span className="min-w-0">
                    {summary}{' '}
                    <span className="text-muted font-mono text-xs wrap-anywhere">{type}</span>
                  </span>
                </label>
              ))}
            </div>
          ))}
        </div>
      )}
    </Loaded>
  );
};
