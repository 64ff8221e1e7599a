import { useQuery } from '@tanstack/react-query';
import { Building2, Check, Plus } from 'lucide-react';
import { Button } from '../../../ui/button';
import { MenuItem, MenuSeparator } from '../../../ui/menu';
import { organizationsQuery, useSwitchOrganization } from './organizations';

/** In the account menu: my organizations, and a new one. */
export const OrganizationSwitcher = ({ onCreate }: { onCreate: () => void }) => {
  const { data: organizations = [] } = useQuery(organizationsQuery);
  const change = useSwitchOrganization();
  return (
    <>
      <p className="text-muted px-2 py-1 text-xs font-medium">Organizations</p>
      {organizations.map(({ id, name, current }) => (
        <MenuItem key={id} onSelect={() => !current && change.mutate(id)}>
          <Building2 aria-hidden />
          <span className="max-w-48 flex-1 truncate">{name}</span>
          {current && <Check role="img" aria-label="You are here" />}
        </MenuItem>
      ))}
      <MenuItem onSelect={onCreate}>
        <Plus aria-hidden /> New organization
      </MenuItem>
      <MenuSeparator />
    </>
  );
};

/** At the enrolment wall: the way to the organizations that do not stand behind it. */
export const OtherOrganizations = () => {
  const { data: organizations = [] } = useQuery(organizationsQuery);
  const change = useSwitchOrganization();
  return organizations
    .filter(({ current }) => !current)
    .map(({ id, name }) => (
      <Button key={id} variant="link" busy={change.isPending} onClick={() => change.mutate(id)}>
        Go to {name}
      </Button>
    ));
};
