import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Member } from '@gatehouse/contracts/identity/user';
import { mostRecipients } from '@gatehouse/contracts/notifications/recipients';
import { PagedList } from '../../../ui/paged-list';
import { SearchField } from '../../../ui/search-field';
import { peopleQuery } from '../../identity/users/people';

/** Names by id. */
export type Recipients = ReadonlyMap<string, string>;

interface RecipientsFieldProps {
  value: Recipients;
  error?: string | undefined;
  onChange: (value: Recipients) => void;
}

const Chosen = ({ value, onChange }: RecipientsFieldProps) => (
  <ul className="flex flex-wrap gap-1.5" aria-label="Chosen">
    {[...value].map(([id, name]) => (
      <li key={id}>
        <button
          type="button"
          aria-label={`Leave out ${name}`}
          className="bg-accent-soft text-accent-text inline-flex h-6 items-center gap-1 rounded-full px-2 text-xs font-medium"
          onClick={() => onChange(new Map([...value].filter(([other]) => other !== id)))}
        >
          {name} <X aria-hidden className="size-3" />
        </button>
      </li>
    ))}
  </ul>
);

/** Programs read no notifications. */
const isPerson = ({ isServiceAccount }: Member): boolean => !isServiceAccount;

const Found = ({ search, value, onChange }: RecipientsFieldProps & { search: string }) => {
  const list = useInfiniteQuery(peopleQuery({ search, status: 'active' }));
  const isFull = value.size >= mostRecipients;
  return (
    <div className="border-line max-h-44 overflow-y-auto rounded-md border p-1">
      <PagedList
        list={list}
        rows={3}
        empty={<p className="text-muted px-2 py-1.5">Nobody is called so.</p>}
      >
        {(people) =>
          people.filter(isPerson).map(({ id, firstName, lastName, email }) => (
            <label
              key={id}
              className="hover:bg-hover flex cursor-pointer items-start gap-2.5 rounded px-2 py-1.5"
            >
              <input
                type="checkbox"
                className="accent-accent mt-0.5 size-4 shrink-0"
                checked={value.has(id)}
                disabled={isFull && !value.has(id)}
                onChange={({ target }) => {
                  const chosen = new Map(value);
                  if (target.checked) chosen.set(id, `${firstName} ${lastName}`);
                  else chosen.delete(id);
                  onChange(chosen);
                }}
              />
              <span className="min-w-0 wrap-anywhere">
                {firstName} {lastName} <span className="text-muted text-xs">{email}</span>
              </span>
            </label>
          ))
        }
      </PagedList>
    </div>
  );
};

/** Some people of the organization, found by name or address. */
export const RecipientsField = (props: RecipientsFieldProps) => {
  const [search, setSearch] = useState('');
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-[0.8125rem] font-medium">
        Recipients{props.value.size > 0 && ` (${props.value.size})`}
      </legend>
      {props.value.size > 0 && <Chosen {...props} />}
      <SearchField
        label="Search people"
        placeholder="Name or address"
        value={search}
        onChange={setSearch}
      />
      <Found {...props} search={search} />
      {props.error && <p className="text-danger-text text-[0.8125rem]">{props.error}</p>}
    </fieldset>
  );
};
