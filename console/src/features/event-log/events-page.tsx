import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useState } from 'react';
import { profileQuery } from '../../api/queries';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { useNarrowing } from '../../ui/filters/use-narrowing';
import { PageHeader } from '../../ui/page-header';
import { listenersQuery } from './events';
import { FailedJobsCard } from './failed-jobs-card';
import { ParkedCrowd } from './parked-crowd';
import { ParkedFilters } from './parked-filters';
import { ParkedList } from './parked-list';
import { ReplayDialog } from './replay-dialog';
import { ReplaysCard } from './replays-card';

const route = getRouteApi('/shell/installation/events');

/** Events that could not be handled, and past ones that shall be handled again. */
export const EventsPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const listeners = useQuery(listenersQuery);
  const filter = route.useSearch();
  const narrow = useNarrowing(route);
  const [replaying, setReplaying] = useState(false);
  const mayRetry = me.permissions.includes('event:retry');
  const known = listeners.data?.data ?? [];
  const replayable = known.filter((candidate) => candidate.replayRefusal === null);
  return (
    <>
      <PageHeader
        title="Events"
        description="What happens is told to listeners. What one of them could not handle, after several tries, is parked here."
        actions={
          mayRetry &&
          replayable.length > 0 && (
            <Button onClick={() => setReplaying(true)}>
              <History aria-hidden /> Replay
            </Button>
          )
        }
      />
      <div className="grid gap-5">
        <Card flush title="Parked events">
          <ParkedFilters listeners={known} filter={filter} onChange={narrow} />
          {mayRetry && filter.listener !== undefined && (
            <ParkedCrowd listener={filter.listener} filter={filter} />
          )}
          <ParkedList filter={filter} mayRetry={mayRetry} />
        </Card>
        <FailedJobsCard mayRetry={mayRetry} />
        <ReplaysCard mayCancel={mayRetry} />
      </div>
      {replaying && listeners.data && (
        <ReplayDialog
          listeners={replayable}
          others={known.filter((candidate) => candidate.replayRefusal !== null)}
          earliest={listeners.data.replayableFrom}
          onClose={() => setReplaying(false)}
        />
      )}
    </>
  );
};
