import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../api/client';
import { leaveSession } from '../../../app/sign-out';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { toast } from '../../../ui/toast-store';

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

const DeleteDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const erasure = useMutation({
    mutationFn: () => client.erasure.request(),
    onSuccess: ({ dueAt }) => {
      toast(
        `Your account is erased on ${day.format(new Date(dueAt))}. Sign in before that day to keep it.`,
      );
      leaveSession();
    },
    onError: onClose,
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title="Delete your account?"
      action="Delete my account"
      busy={erasure.isPending}
      onConfirm={() => erasure.mutate()}
    >
      You are signed out everywhere, and after some days everything we know about you is erased for
      good. A mail tells you the day. Until then you call it off by signing in, or by the link in
      that mail.
    </ConfirmDialog>
  );
};

/** What people may ask of whoever keeps their data (GDPR articles 15, 17 and 20). */
export const DataCard = () => {
  const [deleting, setDeleting] = useState(false);
  const download = useMutation({
    mutationFn: () => client.accountExport.request(),
    onSuccess: () => toast('A mail with a link to your data is on its way. It works for a day.'),
  });
  return (
    <Card
      title="Your data"
      description="Everything that is known about you, as a page to read and a file for programs."
    >
      <div className="flex flex-wrap gap-2">
        <Button busy={download.isPending} onClick={() => download.mutate()}>
          Download my data
        </Button>
        <Button onClick={() => setDeleting(true)}>Delete my account</Button>
      </div>
      <DeleteDialog open={deleting} onClose={() => setDeleting(false)} />
    </Card>
  );
};
