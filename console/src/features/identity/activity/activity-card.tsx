import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { ActivityEntry } from '@gatehouse/contracts/activity';
import { client } from '../../../api/client';
import { Card } from '../../../ui/card';
import { PagedList } from '../../../ui/paged-list';
import { Time } from '../../../ui/time';
import { AuditIcon } from '../../audit/audit-icon';
import { sentenceOf } from '../../audit/sentences';

const shown = 8;

const activityQuery = infiniteQueryOptions({
  queryKey: ['activity'],
  queryFn: ({ pageParam, signal }) =>
    client.activity.list({
      query: { limit: shown, ...(pageParam === null ? {} : { cursor: pageParam }) },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.page.nextCursor,
});

const ActivityRow = ({ entry }: { entry: ActivityEntry }) => (
  <li className="border-line flex items-center gap-3 border-t px-4 py-2.5 sm:px-5">
    <AuditIcon action={entry.action} />
    <div className="min-w-0 flex-1">
      <p className="wrap-anywhere">{sentenceOf(entry)}</p>
      <p className="text-muted flex flex-wrap gap-x-3 text-[0.8125rem]">
        <Time value={entry.occurredAt} />
        {entry.ipAddress !== null && <span className="font-mono text-xs/5">{entry.ipAddress}</span>}
        {entry.place !== null && <span>{entry.place}</span>}
      </p>
    </div>
  </li>
);

/** What happened to one's own account, by whomever. */
export const ActivityCard = () => {
  const list = useInfiniteQuery(activityQuery);
  return (
    <Card
      title="Activity"
      description="Sign-ins, failed ones too, and every change of how you prove who you are."
      flush
    >
      <PagedList list={list} rows={4}>
        {(entries) => (
          <ul aria-label="Activity">
            {entries.map((entry) => (
              <ActivityRow key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </PagedList>
    </Card>
  );
};
