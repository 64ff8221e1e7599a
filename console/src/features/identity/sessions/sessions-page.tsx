import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '@gatehouse/contracts/identity/sessions';
import { useSignOutEverywhere } from '../../../app/sign-out';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { toast } from '../../../ui/toast-store';
import { SessionRow } from './session-row';
import { sessionsQuery } from './sessions';

const useEndSession = (onDone: () => void) =>
  useMutation({
    mutationFn: (session: Session) => client.sessions.revoke({ params: { id: session.id } }),
    onSuccess: () => toast('The session has ended.'),
    onSettled: () => {
      onDone();
      return queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });

const useEndOthers = (onDone: () => void) =>
  useMutation({
    mutationFn: () => client.sessions.revokeOthers(),
    onSuccess: () => toast('Your other sessions have ended.'),
    onSettled: () => {
      onDone();
      return queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });

const SessionList = ({ onEnd }: { onEnd: (session: Session) => void }) => {
  const list = useInfiniteQuery(sessionsQuery);
  return (
    <PagedList list={list} rows={3}>
      {(sessions) => {
        // Mine first: it is the one to compare the others with.
        const ordered = sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
        return (
          <ul>
            {ordered.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => onEnd(session)} />
            ))}
          </ul>
        );
      }}
    </PagedList>
  );
};

export const SessionsPage = () => {
  const [ending, setEnding] = useState<Session>();
  const [endingMany, setEndingMany] = useState<'others' | 'all'>();
  const close = () => setEndingMany(undefined);
  const others = useEndOthers(close);
  const end = useEndSession(() => setEnding(undefined));
  const everywhere = useSignOutEverywhere();
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Where you are signed in. End what you do not recognize, and change your password."
        actions={
          <>
            <Button onClick={() => setEndingMany('others')}>Sign out all others</Button>
            <Button onClick={() => setEndingMany('all')}>Sign out everywhere</Button>
          </>
        }
      />
      <Card title="Signed-in devices" flush>
        <SessionList onEnd={setEnding} />
      </Card>
      <ConfirmDialog
        open={ending !== undefined}
        onOpenChange={() => setEnding(undefined)}
        title="End this session?"
        action="End session"
        busy={end.isPending}
        onConfirm={() => ending && end.mutate(ending)}
      >
        {ending?.browser} on {ending?.device} is signed out at once.
      </ConfirmDialog>
      <ConfirmDialog
        open={endingMany === 'others'}
        onOpenChange={close}
        title="Sign out all other sessions?"
        action="Sign out all others"
        busy={others.isPending}
        onConfirm={() => others.mutate()}
      >
        Every session of yours but this one ends at once.
      </ConfirmDialog>
      <ConfirmDialog
        open={endingMany === 'all'}
        onOpenChange={close}
        title="Sign out everywhere?"
        action="Sign out everywhere"
        busy={everywhere.isPending}
        onConfirm={() => everywhere.mutate()}
      >
        Every session of yours ends at once, this one included.
      </ConfirmDialog>
    </>
  );
};
