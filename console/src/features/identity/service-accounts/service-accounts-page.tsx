import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import { useState } from 'react';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { RoleBadge } from '../users/role-badge';
import { CreateDialog } from './create-dialog';
import { serviceAccountsQuery } from './service-accounts';

const ServiceAccountList = () => {
  const list = useInfiniteQuery(serviceAccountsQuery);
  return (
    <PagedList
      list={list}
      rows={3}
      empty={
        <Empty icon={Bot} title="No service accounts">
          For programs that are nobody’s own: their keys stay when people leave.
        </Empty>
      }
    >
      {(accounts) => (
        <ul aria-label="Service accounts">
          {accounts.map((account) => (
            <li
              key={account.id}
              className="border-line flex flex-wrap items-center gap-x-3.5 gap-y-2 border-t px-4 py-3 first:border-t-0 sm:px-5"
            >
              <span className="bg-hover text-muted grid size-9 shrink-0 place-items-center rounded-lg">
                <Bot className="size-4.5" aria-hidden />
              </span>
              <span className="min-w-0 flex-1 basis-40 truncate">
                <TextLink to="/automation/$id" params={{ id: account.id }}>
                  {account.name}
                </TextLink>
                <span className="text-muted block text-[0.8125rem]">
                  Made <Time value={account.createdAt} />
                </span>
              </span>
              {!account.isActive && <Badge tone="danger">Deactivated</Badge>}
              <RoleBadge of={account} />
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
};

export const ServiceAccountsPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader
        title="Service accounts"
        description="Programs that call the API in a name of their own, and not in a person’s."
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            New service account
          </Button>
        }
      />
      <Card flush>
        <ServiceAccountList />
      </Card>
      <CreateDialog me={me} open={creating} onClose={() => setCreating(false)} />
    </>
  );
};
