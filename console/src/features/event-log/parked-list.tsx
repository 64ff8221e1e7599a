import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { CircleCheck, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ParkedEvent } from '@gatehouse/contracts/event-log';
import { client } from '../../api/client';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { PagedList } from '../../ui/paged-list';
import { Time } from '../../ui/time';
import { DiscardDialog } from './discard-dialog';
import { type ParkedFilter, parkedQuery, refetchEvents } from './events';

interface RowProps {
  parked: ParkedEvent;
  mayRetry: boolean;
  onDiscard: () => void;
}

const RowActions = ({
  parked: { listener, eventId: id },
  onDiscard,
}: Omit<RowProps, 'mayRetry'>) => {
  const retry = useMutation({
    mutationFn: () => client.events.retry({ params: { listener, id } }),
    onSettled: refetchEvents,
  });
  return (
    <div className="flex gap-2">
      <Button size="sm" busy={retry.isPending} onClick={() => retry.mutate()}>
        {!retry.isPending && <RotateCw aria-hidden />} Try again
      </Button>
      <Button size="sm" variant="ghost" onClick={onDiscard}>
        <Trash2 aria-hidden /> Discard
      </Button>
    </div>
  );
};

/** What the logs know the request by that led to the event. */
const RequestOf = ({ parked: { correlationId, traceId } }: Pick<RowProps, 'parked'>) => {
  if (correlationId === null && traceId === null) return null;
  return (
    <p className="text-muted font-mono text-xs wrap-anywhere">
      {correlationId !== null && <span>Request {correlationId}</span>}
      {correlationId !== null && traceId !== null && ' · '}
      {traceId !== null && <span>Trace {traceId}</span>}
    </p>
  );
};

const ParkedRow = ({ parked, mayRetry, onDiscard }: RowProps) => (
  <li className="border-line grid gap-2 border-t px-4 py-3 sm:px-5">
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-mono font-medium wrap-anywhere">{parked.type}</span>
          <Badge>{parked.listener}</Badge>
        </p>
        <p className="text-muted text-[0.8125rem]">
          Happened <Time value={parked.occurredAt} />, given up <Time value={parked.parkedAt} />{' '}
          after {parked.attempts} tries
        </p>
      </div>
      {mayRetry && <RowActions parked={parked} onDiscard={onDiscard} />}
    </div>
    <p className="text-danger-text wrap-anywhere">{parked.error}</p>
    <RequestOf parked={parked} />
    <details>
      <summary className="text-muted cursor-pointer text-[0.8125rem]">What it tells</summary>
      <pre className="bg-sunken mt-2 overflow-x-auto rounded-md p-3 text-xs">
        {JSON.stringify(parked.data, null, 2)}
      </pre>
    </details>
  </li>
);

interface ParkedListProps {
  filter: ParkedFilter;
  mayRetry: boolean;
}

export const ParkedList = ({ filter, mayRetry }: ParkedListProps) => {
  const list = useInfiniteQuery(parkedQuery(filter));
  const [discarding, setDiscarding] = useState<ParkedEvent>();
  return (
    <>
      <PagedList
        list={list}
        rows={3}
        empty={
          <Empty icon={CircleCheck} title="Nothing is parked">
            Every event was handled, or is still tried.
          </Empty>
        }
      >
        {(events) => (
          <ul aria-label="Parked events">
            {events.map((parked) => (
              <ParkedRow
                key={`${parked.listener} ${parked.eventId}`}
                parked={parked}
                mayRetry={mayRetry}
                onDiscard={() => setDiscarding(parked)}
              />
            ))}
          </ul>
        )}
      </PagedList>
      {discarding && <DiscardDialog parked={discarding} onClose={() => setDiscarding(undefined)} />}
    </>
  );
};
