import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { SuggestingInput } from '../../../ui/input';
import { organizationMatchesQuery, supportedOrganizationQuery } from './support';

interface OrganizationFilterProps {
  /** Id of the one that is chosen. */
  organization: string | undefined;
  onChange: (organization: string | undefined) => void;
}

/** Finds one of all organizations while one types its name. */
export const OrganizationFilter = ({ organization, onChange }: OrganizationFilterProps) => {
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
    <SuggestingInput
      aria-label="Organization"
      placeholder="In any organization"
      suggestions={[...new Set(found.data?.map(({ name }) => name))]}
      value={draft ?? label}
      onType={type}
      onBlur={() => setDraft(undefined)}
    />
  );
};
