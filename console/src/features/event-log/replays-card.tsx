import { useQuery } from '@tanstack/react-query';
import type { EventReplay } from '@gatehouse/contracts/event-log';
import { client } from '../../api/client';
import { Card } from '../../ui/card';
import { ProgressRow } from '../../ui/progress-row';
import { Time } from '../../ui/time';
import { refetchEvents, replaysQuery } from './events';

const toldOf = ({ handled, failed, total }: EventReplay): string => {
  const done = `${handled + failed} of ${total ?? '…'} events`;
  return failed === 0 ? done : `${done}, ${failed} of them failed`;
};

const ReplayRow = ({ replay, mayCancel }: { replay: EventReplay; mayCancel: boolean }) => {
  const { id, listener, handled, failed, from, until, error } = replay;
  return (
    <ProgressRow
      progress={replay}
      title={listener}
      done={handled + failed}
      told={toldOf(replay)}
      troubled={failed > 0}
      cancel={mayCancel ? () => client.events.cancelReplay({ params: { id } }) : undefined}
      onCancelled={refetchEvents}
    >
      <p className="text-muted text-[0.8125rem]">
        <Time value={from} exact /> to <Time value={until} exact />
      </p>
      {error !== null && <p className="text-danger-text wrap-anywhere">{error}</p>}
    </ProgressRow>
  );
};

/** The latest replays; nothing where there was none. */
export const ReplaysCard = ({ mayCancel }: { mayCancel: boolean }) => {
  const { data } = useQuery(replaysQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Card flush title="Replays">
      <ul aria-label="Replays">
        {data.data.map((replay) => (
          <ReplayRow key={replay.id} replay={replay} mayCancel={mayCancel} />
        ))}
      </ul>
    </Card>
  );
};
