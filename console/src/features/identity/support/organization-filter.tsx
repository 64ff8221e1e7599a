import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { Input } from '../../../ui/input';
import { organizationMatchesQuery, supportedOrganizationQuery } from './support';

interface OrganizationFilterProps {
  /** Id of the one that is chosen. */
  organization: string | undefined;
  onChange: (organization: string | undefined) => void;
}

/** Finds one of all organizations while one types its name. */
export const OrganizationFilter = ({ organization, onChange }: OrganizationFilterProps) => {
  const list = useId();
  const [draft, setDraft] = useState<string>();
  const chosen = useQuery({
    ...supportedOrganizationQuery(organization ?? ''),
    enabled: organization !== undefined,
  });
  const label = organization === undefined ? '' : (chosen.data?.name ?? organization);
  const found = useQuery(organizationMatchesQuery(useDeferredValue(draft?.trim() ?? '')));
  const type = (value: string) => {
    setDraft(value);
    const match = found.data?.find(({ name }) => name === value);
    if (match || value === '') onChange(match?.id);
  };
  return (
    <>
      <Input
        aria-label="Organization"
        placeholder="In any organization"
        list={list}
        autoComplete="off"
        value={draft ?? label}
        onChange={({ target }) => type(target.value)}
        onBlur={() => setDraft(undefined)}
      />
      <datalist id={list}>
        {found.data?.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
};
