import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { UserX } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { InactiveAccount } from '@gatehouse/contracts/identity/erasure-orders';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { ListSearch } from '../../../ui/list-search';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { ActionsHead, Table, TableHead } from '../../../ui/table';
import { inactiveAccountsQuery } from './inactive-accounts';
import { InactiveRow } from './inactive-row';
import { OrderDialog } from './order-dialog';

const route = getRouteApi('/shell/installation/inactive-accounts');

interface InactiveTableProps {
  search: string | undefined;
  onOrder: (account: InactiveAccount) => void;
}

const none = (
  <Empty icon={UserX} title="Nobody">
    Accounts that are deactivated or deleted are listed here until they are erased.
  </Empty>
);

const InactiveTable = ({ search, onOrder }: InactiveTableProps) => {
  const list = useInfiniteQuery(inactiveAccountsQuery(search));
  return (
    <PagedList list={list} rows={4} empty={none}>
      {(accounts) => (
        <Table aria-label="Closed accounts">
          <thead>
            <tr>
              <TableHead>Name</TableHead>
              <TableHead className="hidden sm:table-cell">Account</TableHead>
              <TableHead className="hidden md:table-cell">Erased on</TableHead>
              <ActionsHead />
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <InactiveRow key={account.id} account={account} onOrder={() => onOrder(account)} />
            ))}
          </tbody>
        </Table>
      )}
    </PagedList>
  );
};

/** People who left, for the staff of the installation: what is known about them need not stay. */
export const InactiveAccountsPage = () => {
  const { search } = route.useSearch();
  const [ordering, setOrdering] = useState<InactiveAccount>();
  const narrow = useNarrowing(route);
  const searchFor = useCallback((text: string | undefined) => narrow({ search: text }), [narrow]);
  return (
    <>
      <PageHeader
        title="Closed accounts"
        description="People whose accounts are deactivated or deleted, and what is to become of what is known about them."
      />
      <Card flush>
        <ListSearch
          label="Search closed accounts"
          placeholder="Name or e-mail address"
          search={search}
          onSearch={searchFor}
        />
        <InactiveTable search={search} onOrder={setOrdering} />
      </Card>
      {ordering && <OrderDialog account={ordering} onClose={() => setOrdering(undefined)} />}
    </>
  );
};
