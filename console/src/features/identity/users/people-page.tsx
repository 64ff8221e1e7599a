import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Upload, UserPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { User } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { PageHeader } from '../../../ui/page-header';
import { ExportButton } from '../imports/export-button';
import { ImportDialog } from '../imports/import-dialog';
import { AddPersonDialog } from './add-person-dialog';
import { BulkBar } from './bulk-bar';
import { EditPersonDialog } from './edit-person-dialog';
import type { PeopleFilter } from './people';
import { ImpersonateDialog } from './impersonate-dialog';
import { PeopleFilters } from './people-filters';
import { PeopleTable } from './people-table';
import { PersonSessionsDialog } from './person-sessions-dialog';
import { ResetFactorsDialog } from './reset-factors-dialog';
import { RoleDialog } from './role-dialog';
import type { PersonAction } from './rules';
import { StatusDialog } from './status-dialog';

const route = getRouteApi('/shell/people');

/** As many as one call takes. */
const mostAtOnce = 100;

interface Chosen {
  action: PersonAction;
  person: User;
}

const PersonDialog = ({
  chosen: { action, person },
  me,
  onClose,
}: {
  chosen: Chosen;
  me: Profile;
  onClose: () => void;
}) => {
  if (action === 'edit') return <EditPersonDialog person={person} onClose={onClose} />;
  if (action === 'role') return <RoleDialog me={me} person={person} onClose={onClose} />;
  if (action === 'sessions') {
    const mayEnd = me.permissions.includes('session:revoke');
    return <PersonSessionsDialog person={person} mayEnd={mayEnd} onClose={onClose} />;
  }
  if (action === 'resetFactors') return <ResetFactorsDialog person={person} onClose={onClose} />;
  if (action === 'impersonate') {
    const { id } = person;
    return (
      <ImpersonateDialog
        person={person}
        begin={(body) => client.impersonation.begin({ params: { id }, body })}
        onClose={onClose}
      />
    );
  }
  return <StatusDialog deed={action} person={person} onClose={onClose} />;
};

export const PeoplePage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const [adding, setAdding] = useState(false);
  const [importing, setImporting] = useState(false);
  const [chosen, setChosen] = useState<Chosen>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const select = (id: string, isSelected: boolean) =>
    setSelected((before) => {
      const others = [...before].filter((other) => other !== id);
      return new Set(isSelected ? [...others, id].slice(-mostAtOnce) : others);
    });
  const change = useCallback(
    (part: PeopleFilter) =>
      void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true }),
    [navigate],
  );
  return (
    <>
      <PageHeader
        title="People"
        description={`Who belongs to ${me.organizationName ?? 'the organization'}, and what they may do.`}
        actions={
          <>
            <ExportButton />
            {me.permissions.includes('user:create') && (
              <>
                <Button onClick={() => setImporting(true)}>
                  <Upload aria-hidden /> Import
                </Button>
                <Button variant="primary" onClick={() => setAdding(true)}>
                  <UserPlus aria-hidden /> Add person
                </Button>
              </>
            )}
          </>
        }
      />
      <Card flush>
        <PeopleFilters me={me} filter={filter} onChange={change} />
        <BulkBar me={me} selected={selected} onClear={() => setSelected(new Set())} />
        <PeopleTable
          me={me}
          filter={filter}
          onSort={(sort) => change({ sort })}
          onAction={(action, person) => setChosen({ action, person })}
          selected={selected}
          onSelect={select}
        />
      </Card>
      <ImportDialog open={importing} onClose={() => setImporting(false)} />
      <AddPersonDialog me={me} open={adding} onClose={() => setAdding(false)} />
      {chosen && <PersonDialog chosen={chosen} me={me} onClose={() => setChosen(undefined)} />}
    </>
  );
};
