import { useMutation, useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { FailedJob } from '@gatehouse/contracts/event-log';
import { client } from '../../api/client';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { Time } from '../../ui/time';
import { toast } from '../../ui/toast-store';
import { failedJobsQuery, refetchEvents } from './events';

const JobRow = ({ job, mayRetry }: { job: FailedJob; mayRetry: boolean }) => {
  const { id, tier, name, attempts, failedAt, error } = job;
  const retry = useMutation({
    mutationFn: () => client.events.retryJob({ params: { tier, id } }),
    onSuccess: () => toast(`${name} is done again.`),
    onSettled: refetchEvents,
  });
  return (
    <li className="border-line grid gap-2 border-t px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="font-mono font-medium wrap-anywhere">{name}</p>
          <p className="text-muted text-[0.8125rem]">
            Given up <Time value={failedAt} /> after {attempts} tries
          </p>
        </div>
        {mayRetry && (
          <Button size="sm" busy={retry.isPending} onClick={() => retry.mutate()}>
            {!retry.isPending && <RotateCw aria-hidden />} Do it again
          </Button>
        )}
      </div>
      <p className="text-danger-text wrap-anywhere">{error}</p>
    </li>
  );
};

/** Work in the background that was given up; not shown where there is none. */
export const FailedJobsCard = ({ mayRetry }: { mayRetry: boolean }) => {
  const { data } = useQuery(failedJobsQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Card flush title="Failed jobs">
      <ul>
        {data.data.map((job) => (
          <JobRow key={`${job.tier} ${job.id}`} job={job} mayRetry={mayRetry} />
        ))}
      </ul>
    </Card>
  );
};
