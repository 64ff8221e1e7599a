import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { Suppression } from '@gatehouse/contracts/notifications/suppressions';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { PagedList } from '../../../ui/paged-list';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { channelLabels, refetchDeliveries, suppressionsQuery } from './deliveries';

const reason = z.string().min(1, 'say why').max(500);

const lift = async (why: string, { id }: Suppression): Promise<void> => {
  await client.suppressions.lift({ params: { id }, body: { reason: why } });
  toast('Messages go there again.');
  await refetchDeliveries();
};

interface RowProps {
  suppression: Suppression;
  /** Lifts it; left out where one may not. */
  onLift: (() => void) | undefined;
}

const Row = ({ suppression, onLift }: RowProps) => (
  <li className="border-line flex flex-wrap items-start gap-x-3 gap-y-1 border-t px-4 py-2 sm:px-5">
    <div className="min-w-0 flex-1">
      <p className="wrap-anywhere">
        <span className="font-medium">{suppression.address}</span>{' '}
        <span className="text-muted">
          {channelLabels[suppression.channel]}
          {suppression.userName !== null && `, ${suppression.userName}`}
        </span>
      </p>
      <p className="text-muted text-[0.8125rem] wrap-anywhere">
        <Time value={suppression.since} exact /> · {suppression.detail || 'No reason was given'}
      </p>
    </div>
    {onLift && (
      <Button size="sm" aria-label={`Use ${suppression.address} again`} onClick={onLift}>
        Use again
      </Button>
    )}
  </li>
);

/** Addresses that nothing is sent to any more, why, and the way to use them again. */
export const SuppressionsCard = ({ canSend }: { canSend: boolean }) => {
  const list = useInfiniteQuery(suppressionsQuery);
  const [lifting, setLifting] = useState<Suppression>();
  return (
    <Card
      className="mt-4"
      title="Addresses that nothing is sent to"
      description="A message came back from there, or was called spam."
      flush
    >
      <PagedList
        list={list}
        rows={1}
        empty={<p className="text-muted px-4 pb-4 sm:px-5">There is none.</p>}
      >
        {(suppressions) => (
          <ul aria-label="Suppressed addresses">
            {suppressions.map((one) => (
              <Row
                key={one.id}
                suppression={one}
                onLift={canSend ? () => setLifting(one) : undefined}
              />
            ))}
          </ul>
        )}
      </PagedList>
      {lifting && (
        <PromptDialog
          title={`Use ${lifting.address} again?`}
          label="Reason"
          action="Use again"
          contract={reason}
          send={(why) => lift(why, lifting)}
          onClose={() => setLifting(undefined)}
        />
      )}
    </Card>
  );
};
