import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { UserImport } from '@gatehouse/contracts/identity/imports';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { LoadFailed } from '../../../ui/load-failed';
import { MoreButton } from '../../../ui/more-button';
import { ProgressBar } from '../../../ui/progress-bar';
import { refetchPeople } from '../users/people';
import { toldOf } from './imports';

const pause = 700;
const hasEnded = (state: UserImport['state'] | undefined): boolean =>
  state === 'finished' || state === 'cancelled' || state === 'failed';

const Refusals = ({ id }: { id: string }) => {
  const list = useInfiniteQuery({
    queryKey: ['imports', id, 'refused'],
    queryFn: ({ signal, pageParam }) =>
      client.imports.lines({
        params: { id },
        query: { limit: 25, cursor: pageParam, outcome: 'refused' },
        signal,
      }),
    ...byCursor,
  });
  const lines = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className="border-line max-h-64 overflow-y-auto rounded-md border">
      <ul aria-label="Refused lines" tabIndex={0}>
        {lines.map(({ line, email, message }) => (
          <li key={line} className="border-line border-b px-3 py-2 last:border-b-0">
            <span className="text-muted tabular-nums">Line {line}</span>{' '}
            <span className="wrap-anywhere">{email}</span>
            <span className="text-danger-text block text-[0.8125rem] wrap-anywhere">{message}</span>
          </li>
        ))}
      </ul>
      <MoreButton list={list} />
    </div>
  );
};

/** How far an import has come, and at its end what was refused. */
export const ImportReport = ({ begun }: { begun: UserImport }) => {
  const { id } = begun;
  const progress = useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => client.imports.get({ params: { id }, signal }),
    initialData: begun,
    staleTime: 0,
    refetchInterval: ({ state }) => (hasEnded(state.data?.state) ? false : pause),
  });
  const { data } = progress;
  const added = data.state === 'finished' && !data.dryRun && data.accepted > 0;
  useEffect(() => {
    if (added) void refetchPeople();
  }, [added]);
  if (progress.isError)
    return <LoadFailed error={progress.error} onRetry={() => void progress.refetch()} />;
  return (
    <div className="grid gap-3">
      <ProgressBar
        label="Import"
        done={data.state === 'finished' ? data.total : data.done}
        total={data.total}
      />
      <p role="status">{toldOf(data)}</p>
      {data.state === 'finished' && data.refused > 0 && <Refusals id={id} />}
    </div>
  );
};
