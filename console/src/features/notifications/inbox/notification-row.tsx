import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { categories } from '@gatehouse/contracts/notifications/categories';
import type { Notification } from '@gatehouse/contracts/notifications/inbox';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { cn } from '../../../ui/class-names';
import { Time } from '../../../ui/time';
import { refetchInbox } from './inbox';
import { NotificationMenu } from './notification-menu';

interface NotificationRowProps {
  notification: Notification;
  /** Asked to show all that it says. */
  onRead: () => void;
}

export const NotificationRow = ({ notification, onRead }: NotificationRowProps) => {
  const navigate = useNavigate();
  const { id, title, body, link, readAt, category, createdAt, snoozedUntil } = notification;
  const isUnread = readAt === null;
  const markRead = useMutation({
    mutationFn: () => client.notifications.markRead({ params: { id } }),
    onSettled: refetchInbox,
  });
  const read = () => {
    if (isUnread) markRead.mutate();
    onRead();
  };
  const open = () => {
    if (link === null) return read();
    if (isUnread) markRead.mutate();
    void navigate({ href: link });
  };
  return (
    <li className="border-line flex items-start gap-1 border-t pr-2">
      <button
        type="button"
        onClick={open}
        className="hover:bg-sunken grid min-w-0 flex-1 gap-1 px-4 py-3 text-left focus-visible:-outline-offset-2 sm:px-5"
      >
        <span className="flex items-center gap-2">
          {isUnread && (
            <span
              className="bg-accent size-2 shrink-0 rounded-full"
              role="img"
              aria-label="Unread"
            />
          )}
          <span className={cn('min-w-0 wrap-anywhere', isUnread && 'font-semibold')}>{title}</span>
        </span>
        <span className="text-muted line-clamp-3 wrap-anywhere whitespace-pre-line">
          {body.replaceAll(/\n{2,}/g, '\n')}
        </span>
        <span className="text-muted flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem]">
          <Time value={createdAt} />
          <Badge>{categories[category]}</Badge>
          {snoozedUntil !== null && (
            <span>
              back <Time value={snoozedUntil} exact />
            </span>
          )}
        </span>
      </button>
      <span className="pt-1.5">
        <NotificationMenu notification={notification} onRead={read} />
      </span>
    </li>
  );
};
