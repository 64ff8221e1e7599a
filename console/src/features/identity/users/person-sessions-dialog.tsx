import { useMutation, useQuery } from '@tanstack/react-query';
import type { User } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Loaded } from '../../../ui/loaded';
import { toast } from '../../../ui/toast-store';
import { SessionRow } from '../sessions/session-row';

interface PersonSessionsDialogProps {
  person: User;
  mayEnd: boolean;
  onClose: () => void;
}

const Sessions = ({ person, mayEnd, onClose }: PersonSessionsDialogProps) => {
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
      onClose();
    },
    onSettled: refetch,
  });
  return (
    <Loaded query={list} rows={3}>
      {({ data: sessions }) => (
        <>
          {sessions.length === 0 ? (
            <p className="text-muted">Signed in nowhere.</p>
          ) : (
            <ul aria-label="Sessions" className="-mx-5">
              {sessions.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  {...(mayEnd ? { onEnd: () => endOne.mutate(session.id) } : {})}
                />
              ))}
            </ul>
          )}
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
            {mayEnd && sessions.length > 0 && (
              <Button variant="danger" busy={endAll.isPending} onClick={() => endAll.mutate()}>
                End all
              </Button>
            )}
          </DialogActions>
        </>
      )}
    </Loaded>
  );
};

/** Where somebody is signed in, for whoever may see it. */
export const PersonSessionsDialog = (props: PersonSessionsDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Sessions"
    description={`${props.person.firstName} ${props.person.lastName}`}
  >
    <Sessions {...props} />
  </Dialog>
);
