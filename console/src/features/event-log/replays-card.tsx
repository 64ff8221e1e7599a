import { useQuery } from '@tanstack/react-query';
import type { EventReplay } from '@gatehouse/contracts/event-log';
import { Badge } from '../../ui/badge';
import { Card } from '../../ui/card';
import { Time } from '../../ui/time';
import { replaysQuery } from './events';

const progressOf = ({ handled, failed, total }: EventReplay): string => {
  const done = `${handled + failed} of ${total ?? '…'} events`;
  return failed === 0 ? done : `${done}, ${failed} of them failed`;
};

const ReplayRow = ({ replay }: { replay: EventReplay }) => (
  <li className="border-line grid gap-1 border-t px-4 py-3 sm:px-5">
    <p className="flex flex-wrap items-center gap-2">
      <span className="font-medium">{replay.listener}</span>
      <Badge tone={replay.state === 'running' ? 'accent' : replay.failed > 0 ? 'warn' : 'ok'}>
        {replay.state === 'running' ? 'Running' : 'Done'}
      </Badge>
      <span className="text-muted">{progressOf(replay)}</span>
    </p>
    <p className="text-muted text-[0.8125rem]">
      <Time value={replay.from} exact /> to <Time value={replay.until} exact />
    </p>
    {replay.error !== null && <p className="text-danger-text wrap-anywhere">{replay.error}</p>}
  </li>
);

/** The latest replays; nothing where there was none. */
export const ReplaysCard = () => {
  const { data } = useQuery(replaysQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Card flush title="Replays">
      <ul aria-label="Replays">
        {data.data.map((replay) => (
          <ReplayRow key={replay.id} replay={replay} />
        ))}
      </ul>
    </Card>
  );
};
