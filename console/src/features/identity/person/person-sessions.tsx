import { useMutation, useQuery } from '@tanstack/react-query';
import type { User } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Loaded } from '../../../ui/loaded';
import { toast } from '../../../ui/toast-store';
import { SessionRow } from '../sessions/session-row';

interface PersonSessionsProps {
  person: User;
  mayEnd: boolean;
  /** Where the list goes to the edges of what it stands in. */
  className?: string;
  onAllEnded?: () => void;
}

/** Where somebody is signed in to the organization. */
export const PersonSessions = ({ person, mayEnd, className, onAllEnded }: PersonSessionsProps) => {
  const { id } = person;
  const queryKey = ['people', id, 'sessions'];
  const list = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      client.administration.listSessions({ params: { id }, query: { limit: 100 }, signal }),
  });
  const refetch = () => queryClient.invalidateQueries({ queryKey });
  const endOne = useMutation({
    mutationFn: (sessionId: string) =>
      client.administration.endSession({ params: { id, sessionId } }),
    onSuccess: () => toast('The session has ended.'),
    onSettled: refetch,
  });
  const endAll = useMutation({
    mutationFn: () => client.administration.endSessions({ params: { id } }),
    onSuccess: () => {
      toast(`${person.firstName} is signed out everywhere.`);
      onAllEnded?.();
    },
    onSettled: refetch,
  });
  return (
    <Loaded query={list} rows={3}>
      {({ data: sessions }) =>
        sessions.length === 0 ? (
          <p className="text-muted px-4 pb-4 sm:px-5">Signed in nowhere.</p>
        ) : (
          <div className={className}>
            <ul aria-label="Sessions">
              {sessions.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  {...(mayEnd ? { onEnd: () => endOne.mutate(session.id) } : {})}
                />
              ))}
            </ul>
            {mayEnd && (
              <div className="border-line border-t px-4 py-3 text-right sm:px-5">
                <Button variant="danger" busy={endAll.isPending} onClick={() => endAll.mutate()}>
                  End all
                </Button>
              </div>
            )}
          </div>
        )
      }
    </Loaded>
  );
};
