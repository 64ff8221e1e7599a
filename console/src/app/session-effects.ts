import { profileQuery, queryClient } from '../api/queries';
import { followRealtime, onRealtime } from '../api/realtime';
import { session } from '../api/session';
import { onAnnouncement } from '../api/tabs';
import { router } from './router';

/** What follows when a session begins or ends, here or in another tab. */
export const followSession = (): void => {
  followRealtime();
  onRealtime('account:changed', () => {
    void queryClient.invalidateQueries({ queryKey: profileQuery.queryKey });
  });
  onRealtime('organization:changed', () => {
    void queryClient.invalidateQueries({ queryKey: profileQuery.queryKey });
    void queryClient.invalidateQueries({ queryKey: ['organizations'] });
  });
  let last = session.get().status;
  session.subscribe(() => {
    const { status } = session.get();
    if (status === last) return;
    const left = last === 'signed_in';
    last = status;
    if (!left) return;
    // The guards lead to the sign-in page; nothing of the person stays behind.
    void router.invalidate().finally(() => queryClient.clear());
  });

  onAnnouncement((message) => {
    if (message.type === 'ended') {
      if (session.get().status === 'signed_in') session.drop(true);
      return;
    }
    // The cookie now belongs to another organization: nothing that is shown does.
    if (message.type === 'switched') {
      location.reload();
      return;
    }
    const mine = queryClient.getQueryData(profileQuery.queryKey)?.id;
    const onSignIn = router.state.location.pathname === '/sign-in';
    // The cookie now belongs to that person: this tab must not go on as another.
    if (onSignIn || (mine !== undefined && mine !== message.userId)) location.reload();
  });

  queryClient.getQueryCache().subscribe(({ query, type }) => {
    if (type !== 'updated' || query.queryKey[0] !== 'profile') return;
    const profile = queryClient.getQueryData(profileQuery.queryKey);
    const walled = router.state.location.pathname === '/enrol';
    if (profile?.enrolmentRequired === true && !walled) void router.invalidate();
  });
};
