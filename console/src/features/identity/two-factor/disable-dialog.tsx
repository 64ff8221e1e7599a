import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { toast } from '../../../ui/toast-store';
import { refetchFactors } from './two-factor';

export const DisableDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const disable = useMutation({
    mutationFn: () => client.twoFactor.disableTotp(),
    onSuccess: () => toast('The authenticator app is removed.'),
    onSettled: () => {
      onClose();
      return refetchFactors();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title="Remove the authenticator app?"
      action="Remove"
      busy={disable.isPending}
      onConfirm={() => disable.mutate()}
    >
      Your other sessions end. If this is your last second factor, your password alone will open
      your account, and your backup codes stop working.
    </ConfirmDialog>
  );
};
