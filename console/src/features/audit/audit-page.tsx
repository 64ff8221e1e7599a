import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import type { AuditEntry } from '@gatehouse/contracts/audit';
import { profileQuery } from '../../api/queries';
import { Card } from '../../ui/card';
import { Empty } from '../../ui/empty';
import { useNarrowing } from '../../ui/filters/use-narrowing';
import { PageHeader } from '../../ui/page-header';
import { PagedList } from '../../ui/paged-list';
import { auditQuery, type AuditFilter } from './audit';
import { AuditActions } from './audit-actions';
import { AuditDetails } from './audit-details';
import { AuditFilters } from './filters/audit-filters';
import { AuditList } from './audit-list';

const route = getRouteApi('/shell/audit');

const actorsOf = (entries: readonly AuditEntry[]): ReadonlyMap<string, string> =>
  new Map(
    entries.flatMap(({ actorId, actorName }) =>
      actorId !== null && actorName !== null ? [[actorId, actorName] as const] : [],
    ),
  );

interface AuditResultsProps {
  list: ReturnType<typeof useAudit>;
  onOpen: (entry: AuditEntry) => void;
}

const useAudit = (filter: AuditFilter) => useInfiniteQuery(auditQuery(filter));

const AuditResults = ({ list, onOpen }: AuditResultsProps) => (
  <PagedList
    list={list}
    rows={8}
    empty={
      <Empty icon={ScrollText} title="Nothing happened like that">
        Try another kind of event or a longer time.
      </Empty>
    }
  >
    {(entries) => <AuditList entries={entries} onOpen={onOpen} />}
  </PagedList>
);

export const AuditPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const filter = route.useSearch();
  const narrow = useNarrowing(route);
  const [open, setOpen] = useState<AuditEntry>();
  const [asked, setAsked] = useState(false);
  const list = useAudit(filter);
  const seesAll = me.permissions.includes('audit:read_all');
  return (
    <>
      <PageHeader
        title="Audit trail"
        description="What happened, who did it and from where. Nothing here can be changed."
        actions={<AuditActions filter={filter} />}
      />
      <Card flush>
        <AuditFilters
          filter={filter}
          actors={actorsOf(list.data?.pages.flatMap(({ data }) => data) ?? [])}
          searchesPeople={me.permissions.includes('user:read')}
          seesAll={seesAll}
          busy={asked && list.isFetching}
          onChange={narrow}
          onRefresh={() => {
            setAsked(true);
            void list.refetch().finally(() => setAsked(false));
          }}
        />
        <AuditResults list={list} onOpen={setOpen} />
      </Card>
      <AuditDetails entry={open} onClose={() => setOpen(undefined)} />
    </>
  );
};
