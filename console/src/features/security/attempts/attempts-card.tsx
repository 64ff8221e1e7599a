import { useInfiniteQuery, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { Download, Radar } from 'lucide-react';
import type { LoginAttempt } from '@gatehouse/contracts/security/attempts';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { saveFile } from '../../../ui/save-file';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { shownNetwork } from '../monitor';
import { AttemptFilters } from './attempt-filters';
import { accountOf, type AttemptFilter, attemptsQuery, outcomeOf, wishOf } from './attempts';

interface AttemptsProps {
  /** Opens what an address did. */
  onAddress: (network: string) => void;
}

/** Leads to what they sign in with, and what makes them wait; whoever sees attempts sees accounts too. */
const Account = ({ attempt }: { attempt: LoginAttempt }) => {
  const name = accountOf(attempt);
  if (attempt.userId === null || attempt.kind === 'api_key')
    return <span className="font-medium">{name}</span>;
  return (
    <TextLink
      to="/installation/people/$id"
      params={{ id: attempt.userId }}
      search={{ tab: 'means' }}
    >
      {name}
    </TextLink>
  );
};

const AttemptRow = ({ attempt, onAddress }: { attempt: LoginAttempt } & AttemptsProps) => {
  const { network, address, succeeded, newDevice, userAgent, occurredAt } = attempt;
  return (
    <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-4 py-2.5 sm:px-5">
      <span className="w-16 shrink-0">
        <Badge tone={succeeded ? 'ok' : 'danger'}>{succeeded ? 'In' : 'Failed'}</Badge>
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2 wrap-anywhere">
          <Account attempt={attempt} />
          {attempt.userId !== null && attempt.sessionId !== null && (
            <TextLink
              to="/installation/people/$id"
              params={{ id: attempt.userId }}
              search={{ tab: 'sessions' }}
              className="text-[0.8125rem]"
            >
              Session
            </TextLink>
          )}
          {newDevice && <Badge tone="warn">New device</Badge>}
        </p>
        <p className="text-muted text-[0.8125rem] wrap-anywhere">
          {outcomeOf(attempt)}
          {userAgent !== null && userAgent !== '' && (
            <span className="line-clamp-1 font-mono text-xs/5">{userAgent}</span>
          )}
        </p>
      </div>
      <div className="flex items-center gap-3 max-sm:ml-19">
        {network !== null && (
          <Button
            variant="link"
            className="font-mono text-xs/5 whitespace-normal wrap-anywhere"
            onClick={() => onAddress(network)}
          >
            {address ?? shownNetwork(network)}
          </Button>
        )}
        <span className="text-muted text-[0.8125rem]">
          <Time value={occurredAt} />
        </span>
      </div>
    </li>
  );
};

const AttemptList = ({ filter, onAddress }: { filter: AttemptFilter } & AttemptsProps) => {
  const list = useInfiniteQuery(attemptsQuery(filter));
  return (
    <PagedList
      list={list}
      rows={6}
      empty={
        <Empty icon={Radar} title="No such attempts">
          Attempts are kept for 30 days.
        </Empty>
      }
    >
      {(attempts) => (
        <ul aria-label="Attempts">
          {attempts.map((attempt) => (
            <AttemptRow key={attempt.id} attempt={attempt} onAddress={onAddress} />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

interface AttemptsCardProps extends AttemptsProps {
  filter: AttemptFilter;
  onNarrow: (change: AttemptFilter) => void;
}

const ExportButton = ({ filter }: { filter: AttemptFilter }) => {
  const take = useMutation({
    mutationFn: async () =>
      saveFile(await client.attempts.export({ query: wishOf(filter) }), 'attempts.csv'),
  });
  return (
    <Button busy={take.isPending} onClick={() => take.mutate()}>
      {!take.isPending && <Download aria-hidden />} Export as CSV
    </Button>
  );
};

/** Attempts as they arrive, latest first. */
export const AttemptsCard = ({ filter, onNarrow, onAddress }: AttemptsCardProps) => {
  const { data: me } = useSuspenseQuery(profileQuery);
  return (
    <Card title="Live feed" actions={<ExportButton filter={filter} />} flush>
      <AttemptFilters
        filter={filter}
        seesOrganizations={me.permissions.includes('organization:read_all')}
        onChange={onNarrow}
      />
      <AttemptList filter={filter} onAddress={onAddress} />
    </Card>
  );
};
