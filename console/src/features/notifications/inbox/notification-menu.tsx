import { useMutation } from '@tanstack/react-query';
import { Archive, Mail, MailOpen, Text as TextIcon, Timer, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Notification } from '@gatehouse/contracts/notifications/inbox';
import { client } from '../../../api/client';
import { ActionsMenu, MenuItem, MenuSeparator } from '../../../ui/menu';
import { toast } from '../../../ui/toast-store';
import { refetchInbox, snoozeTimes } from './inbox';
import { SnoozeDialog } from './snooze-dialog';

type Act = (work: () => Promise<unknown>, done?: string) => void;

const ReadItem = ({ notification, act }: { notification: Notification; act: Act }) => {
  const params = { id: notification.id };
  return notification.readAt === null ? (
    <MenuItem onSelect={() => act(() => client.notifications.markRead({ params }))}>
      <MailOpen aria-hidden /> Mark as read
    </MenuItem>
  ) : (
    <MenuItem onSelect={() => act(() => client.notifications.markUnread({ params }))}>
      <Mail aria-hidden /> Mark as unread
    </MenuItem>
  );
};

interface NotificationMenuProps {
  notification: Notification;
  /** Asked to show all that it says. */
  onRead: () => void;
}

/** What can be done with one notification. */
export const NotificationMenu = ({ notification, onRead }: NotificationMenuProps) => {
  const [choosing, setChoosing] = useState(false);
  const params = { id: notification.id };
  const change = useMutation({
    mutationFn: ({ work }: { work: () => Promise<unknown>; done?: string | undefined }) => work(),
    onSuccess: (_answer, { done }) => done && toast(done),
    onSettled: refetchInbox,
  });
  const act: Act = (work, done) => change.mutate({ work, done });
  const snooze = (until: Date) => {
    setChoosing(false);
    const body = { until: until.toISOString() };
    act(() => client.notifications.snooze({ params, body }), 'It comes back then.');
  };
  const isAway = notification.archivedAt !== null || notification.snoozedUntil !== null;
  return (
    <>
      <ActionsMenu label={`Actions for ${notification.title}`}>
        <MenuItem onSelect={onRead}>
          <TextIcon aria-hidden /> Read it
        </MenuItem>
        <ReadItem notification={notification} act={act} />
        {isAway ? (
          <MenuItem onSelect={() => act(() => client.notifications.restore({ params }))}>
            <Undo2 aria-hidden /> Back to the inbox
          </MenuItem>
        ) : (
          <MenuItem
            onSelect={() => act(() => client.notifications.archive({ params }), 'Archived.')}
          >
            <Archive aria-hidden /> Archive
          </MenuItem>
        )}
        <MenuSeparator />
        {snoozeTimes(new Date()).map(([label, until]) => (
          <MenuItem key={label} onSelect={() => snooze(until)}>
            <Timer aria-hidden /> {label}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setChoosing(true)}>
          <Timer aria-hidden /> Until another time …
        </MenuItem>
      </ActionsMenu>
      {choosing && <SnoozeDialog onSnooze={snooze} onClose={() => setChoosing(false)} />}
    </>
  );
};
