import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { History, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../api/client';
import { profileQuery } from '../../api/queries';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { FilterSelect } from '../../ui/filter-select';
import { PageHeader } from '../../ui/page-header';
import { toast } from '../../ui/toast-store';
import { FailedJobsCard } from './failed-jobs-card';
import { listenersQuery, refetchEvents } from './events';
import { ParkedList } from './parked-list';
import { ReplayDialog } from './replay-dialog';
import { ReplaysCard } from './replays-card';

const RetryAll = ({ listener }: { listener: string }) => {
  const retry = useMutation({
    mutationFn: () => client.events.retryAll({ params: { listener } }),
    onSuccess: ({ retried }) => toast(`${retried} events of ${listener} are tried again.`),
    onSettled: refetchEvents,
  });
  return (
    <Button busy={retry.isPending} onClick={() => retry.mutate()}>
      {!retry.isPending && <RotateCw aria-hidden />} Try all of {listener} again
    </Button>
  );
};

/** Events that could not be handled, and past ones that shall be handled again. */
export const EventsPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const listeners = useQuery(listenersQuery);
  const [listener, setListener] = useState<string>();
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
          <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-5">
            <FilterSelect
              label="Listener"
              any="Every listener"
              className="max-w-64"
              options={known.map(({ name, parked }) => [name, `${name} (${parked})`])}
              value={listener}
              onChange={setListener}
            />
            {mayRetry && listener !== undefined && <RetryAll listener={listener} />}
          </div>
          <ParkedList listener={listener} mayRetry={mayRetry} />
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
