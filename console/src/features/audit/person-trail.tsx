import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import type { AuditEntry } from '@gatehouse/contracts/audit';
import { Card } from '../../ui/card';
import { Empty } from '../../ui/empty';
import { PagedList } from '../../ui/paged-list';
import { auditQuery } from './audit';
import { AuditDetails } from './audit-details';
import { AuditList } from './audit-list';

/** What the audit trail says of one person. */
export const PersonTrail = ({ id }: { id: string }) => {
  const list = useInfiniteQuery(auditQuery({ about: id }));
  const [open, setOpen] = useState<AuditEntry>();
  return (
    <Card title="What happened to this account" flush>
      <PagedList
        list={list}
        rows={6}
        empty={
          <Empty icon={ScrollText} title="Nothing yet">
            What is done to this account, and what its owner does, is kept here.
          </Empty>
        }
      >
        {(entries) => <AuditList entries={entries} onOpen={setOpen} />}
      </PagedList>
      <AuditDetails entry={open} onClose={() => setOpen(undefined)} />
    </Card>
  );
};
