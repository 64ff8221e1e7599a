import { useNavigate } from '@tanstack/react-router';
import { categories } from '@gatehouse/contracts/notifications/categories';
import type { Notification } from '@gatehouse/contracts/notifications/inbox';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Time } from '../../../ui/time';

interface ReadingDialogProps {
  notification: Notification;
  onClose: () => void;
}

/** All that a notification says, which the list only begins. */
export const ReadingDialog = ({ notification, onClose }: ReadingDialogProps) => {
  const navigate = useNavigate();
  const { title, body, category, createdAt, link } = notification;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={
        <>
          {categories[category]} · <Time value={createdAt} exact />
        </>
      }
    >
      <p className="wrap-anywhere whitespace-pre-line">{body}</p>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        {link !== null && (
          <Button variant="primary" onClick={() => void navigate({ href: link })}>
            Go there
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
};
