import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Member } from '@gatehouse/contracts/identity/user';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { PageHeader } from '../../../ui/page-header';
import { ExportButton } from '../imports/export-button';
import { ImportMenu } from '../imports/import-menu';
import { AddPersonDialog } from './add-person-dialog';
import { BulkBar, type Selected } from './bulk-bar';
import { PeopleFilters } from './people-filters';
import { PeopleTable } from './people-table';
import { type Chosen, PersonDialog } from './person-dialog';

const route = getRouteApi('/shell/people');

/** As many as one call takes. */
const mostAtOnce = 100;

const nameOf = ({ firstName, lastName }: Member): string => `${firstName} ${lastName}`.trim();

export const PeoplePage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const filter = route.useSearch();
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<Chosen>();
  const [selected, setSelected] = useState<Selected>(new Map());
  const select = (people: readonly Member[], isSelected: boolean) =>
    setSelected((before) => {
      const others = [...before].filter(([id]) => people.every((person) => person.id !== id));
      const added = people.map((person) => [person.id, nameOf(person)] as const);
      return new Map(isSelected ? [...others, ...added].slice(-mostAtOnce) : others);
    });
  const change = useNarrowing(route);
  return (
    <>
      <PageHeader
        title="People"
        description={`Who belongs to ${me.organizationName ?? 'the organization'}, and what they may do.`}
        actions={
          <>
            <ExportButton filter={filter} />
            {me.permissions.includes('user:create') && (
              <>
                <ImportMenu />
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
        <BulkBar me={me} selected={selected} onSelect={setSelected} />
        <PeopleTable
          me={me}
          filter={filter}
          onSort={(sort) => change({ sort })}
          onAction={(action, person) => setChosen({ action, person })}
          selected={selected}
          onSelect={select}
        />
      </Card>
      <AddPersonDialog me={me} open={adding} onClose={() => setAdding(false)} />
      {chosen && <PersonDialog chosen={chosen} me={me} onClose={() => setChosen(undefined)} />}
    </>
  );
};
