import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { useIsLive } from '../../../api/realtime';
import { Button } from '../../../ui/button';
import { countsQuery, useLiveInbox } from './inbox';

/** The way to the inbox, with how much in it is new. */
export const Bell = () => {
  useLiveInbox();
  const { data } = useQuery(countsQuery(useIsLive()));
  const unseen = data?.unseen ?? 0;
  return (
    <Button asChild variant="ghost" size="icon" className="relative">
      <Link to="/inbox" aria-label={unseen > 0 ? `Notifications, ${unseen} new` : 'Notifications'}>
        <BellIcon aria-hidden />
        {unseen > 0 && (
          <span
            aria-hidden
            className="bg-danger text-on-danger absolute top-0.5 right-0.5 grid h-4 min-w-4 place-items-center rounded-full px-1 text-[0.625rem] font-semibold tabular-nums"
          >
            {unseen > 99 ? '99+' : unseen}
          </span>
        )}
      </Link>
    </Button>
  );
};
