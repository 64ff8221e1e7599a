import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { useCallback } from 'react';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { ListSearch } from '../../../ui/list-search';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { Table, TableCell, TableHead, TableRow } from '../../../ui/table';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { allOrganizationsQuery } from './support';

const route = getRouteApi('/shell/installation/organizations');

const OrganizationTable = ({ search }: { search: string | undefined }) => {
  const list = useInfiniteQuery(allOrganizationsQuery(search));
  return (
    <PagedList
      list={list}
      rows={4}
      empty={
        <Empty icon={Building2} title="None is called so">
          Try another part of the name.
        </Empty>
      }
    >
      {(organizations) => (
        <Table aria-label="Organizations">
          <thead>
            <tr>
              <TableHead>Name</TableHead>
              <TableHead className="text-right">People</TableHead>
              <TableHead className="hidden sm:table-cell">Since</TableHead>
            </tr>
          </thead>
          <tbody>
            {organizations.map(({ id, name, members, createdAt }) => (
              <TableRow key={id}>
                <TableCell className="w-full max-w-0 truncate font-medium">
                  <TextLink to="/installation/organizations/$id" params={{ id }}>
                    {name}
                  </TextLink>
                </TableCell>
                <TableCell className="text-right tabular-nums">{members}</TableCell>
                <TableCell className="text-muted hidden whitespace-nowrap sm:table-cell">
                  <Time value={createdAt} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </PagedList>
  );
};

/** Every organization, for the staff of the installation. */
export const OrganizationsPage = () => {
  const { search } = route.useSearch();
  const narrow = useNarrowing(route);
  const searchFor = useCallback((text: string | undefined) => narrow({ search: text }), [narrow]);
  return (
    <>
      <PageHeader
        title="Organizations"
        description="Every organization of this installation, for support."
      />
      <Card flush>
        <ListSearch
          label="Search organizations"
          placeholder="Name"
          search={search}
          onSearch={searchFor}
        />
        <OrganizationTable search={search} />
      </Card>
    </>
  );
};
