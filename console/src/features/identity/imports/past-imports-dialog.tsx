import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserImport } from '@gatehouse/contracts/identity/imports';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';
import { Badge, type Tone } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { PagedList } from '../../../ui/paged-list';
import { Time } from '../../../ui/time';
import { ImportReport } from './import-report';
import { toldOf } from './imports';

const states: Record<UserImport['state'], readonly [name: string, tone: Tone]> = {
  receiving: ['Coming in', 'accent'],
  running: ['Running', 'accent'],
  finished: ['Done', 'ok'],
  cancelled: ['Cancelled', 'neutral'],
  failed: ['Failed', 'danger'],
};

interface DeedButtonProps {
  children: string;
  run: () => Promise<unknown>;
}

/** Stops an import, or has it go on. */
const DeedButton = ({ children, run }: DeedButtonProps) => {
  const deed = useMutation({
    mutationFn: run,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  return (
    <Button size="sm" busy={deed.isPending} onClick={() => deed.mutate()}>
      {children}
    </Button>
  );
};

const left = 'Somebody who has left';

const PastImport = ({ past, onOpen }: { past: UserImport; onOpen: () => void }) => {
  const { id, state, dryRun, createdBy, retriedBy, createdAt } = past;
  const [name, tone] = states[state];
  return (
    <li className="border-line grid gap-1 border-t py-3 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{createdBy.name ?? left}</span>
          <Badge tone={tone}>{name}</Badge>
          {dryRun && <Badge>Dry run</Badge>}
        </p>
        <span className="flex gap-2">
          {state === 'failed' && (
            <DeedButton run={() => client.imports.retry({ params: { id } })}>Try again</DeedButton>
          )}
          {(state === 'running' || state === 'receiving' || state === 'failed') && (
            <DeedButton run={() => client.imports.cancel({ params: { id } })}>Cancel</DeedButton>
          )}
          {state === 'finished' && (
            <Button size="sm" onClick={onOpen}>
              Report
            </Button>
          )}
        </span>
      </div>
      <p className="text-muted text-[0.8125rem]">
        <Time value={createdAt} />
        {retriedBy && ` · taken up again by ${retriedBy.name ?? left}`} · {toldOf(past)}
      </p>
    </li>
  );
};

const PastImports = () => {
  const [opened, setOpened] = useState<UserImport>();
  const list = useInfiniteQuery({
    queryKey: ['imports', 'past'],
    queryFn: ({ signal, pageParam }) =>
      client.imports.list({ query: { limit: 10, cursor: pageParam }, signal }),
    ...byCursor,
    staleTime: 0,
  });
  if (opened)
    return (
      <div className="grid gap-3">
        <ImportReport begun={opened} />
        <Button onClick={() => setOpened(undefined)}>Back</Button>
      </div>
    );
  return (
    <PagedList
      list={list}
      rows={3}
      empty={<p className="text-muted">Nobody has imported people in the last 30 days.</p>}
    >
      {(imports) => (
        <ul aria-label="Past imports">
          {imports.map((past) => (
            <PastImport key={past.id} past={past} onOpen={() => setOpened(past)} />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

/** Imports of the last 30 days: who began them, what they came to, and what was refused. */
export const PastImportsDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog
    open
    onOpenChange={onClose}
    title="Past imports"
    description="Their reports are kept for 30 days."
    placement="side"
  >
    <PastImports />
  </Dialog>
);
