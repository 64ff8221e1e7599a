import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { BellOff, Settings2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { categories, type Category } from '@gatehouse/contracts/notifications/categories';
import { inboxTabs, type Notification } from '@gatehouse/contracts/notifications/inbox';
import { client } from '../../../api/client';
import { useIsLive } from '../../../api/realtime';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { type InboxFilter, inboxQuery, refetchInbox, tabNames } from './inbox';
import { NotificationRow } from './notification-row';
import { ReadingDialog } from './reading-dialog';

const route = getRouteApi('/shell/inbox');

const InboxList = ({ filter }: { filter: InboxFilter }) => {
  const list = useInfiniteQuery(inboxQuery(filter, useIsLive()));
  // Kept here: what was unread leaves the list of the unread while it is read.
  const [reading, setReading] = useState<Notification>();
  return (
    <>
      <PagedList
        list={list}
        rows={4}
        empty={
          <Empty icon={BellOff} title="Nothing here">
            What concerns you is listed here as it happens.
          </Empty>
        }
      >
        {(notifications) => (
          <ul>
            {notifications.map((notification) => (
              <NotificationRow
                key={notification.id}
                notification={notification}
                onRead={() => setReading(notification)}
              />
            ))}
          </ul>
        )}
      </PagedList>
      {reading && <ReadingDialog notification={reading} onClose={() => setReading(undefined)} />}
    </>
  );
};

/** For all that is shown, or for those of the chosen category. */
const AllButtons = ({ category }: { category: Category | undefined }) => {
  const all = useMutation({
    mutationFn: (what: 'markAllRead' | 'archiveAll') =>
      client.notifications[what]({ query: { category } }),
    onSuccess: () => toast('Done.'),
    onSettled: refetchInbox,
  });
  return (
    <>
      <Button size="sm" busy={all.isPending} onClick={() => all.mutate('markAllRead')}>
        Mark all as read
      </Button>
      <Button size="sm" busy={all.isPending} onClick={() => all.mutate('archiveAll')}>
        Archive all
      </Button>
    </>
  );
};

const Filters = ({ filter }: { filter: InboxFilter }) => {
  const navigate = route.useNavigate();
  const tabs = ['all' as const, ...inboxTabs];
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-5">
      <div role="group" aria-label="Which notifications" className="flex flex-wrap gap-1">
        {tabs.map((tab) => (
          <Button
            key={tab}
            size="sm"
            variant={(filter.status ?? 'all') === tab ? 'secondary' : 'ghost'}
            aria-pressed={(filter.status ?? 'all') === tab}
            onClick={() =>
              void navigate({ search: { ...filter, status: tab === 'all' ? undefined : tab } })
            }
          >
            {tabNames[tab]}
          </Button>
        ))}
      </div>
      <Select
        aria-label="About"
        className="sm:ml-auto sm:w-56"
        value={filter.category ?? ''}
        onChange={({ target }) =>
          void navigate({
            search: {
              ...filter,
              category: (Object.keys(categories) as Category[]).find(
                (name) => name === target.value,
              ),
            },
          })
        }
      >
        <option value="">About anything</option>
        {Object.entries(categories).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
};

/** What concerns whoever looks; looking makes it seen. */
export const InboxPage = () => {
  const filter = route.useSearch();
  useEffect(() => {
    void client.notifications.markSeen().then(refetchInbox, () => undefined);
  }, []);
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          <Button asChild>
            <Link to="/notification-settings">
              <Settings2 aria-hidden /> Settings
            </Link>
          </Button>
        }
      />
      <Card
        title={tabNames[filter.status ?? 'all']}
        flush
        actions={<AllButtons category={filter.category} />}
      >
        <Filters filter={filter} />
        <InboxList filter={filter} />
      </Card>
    </>
  );
};
