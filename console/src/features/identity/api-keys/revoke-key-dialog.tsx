import { useMutation } from '@tanstack/react-query';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { toast } from '../../../ui/toast-store';
import { type ListedKeys, refetchApiKeys } from './api-keys';

interface RevokeKeyDialogProps {
  source: ListedKeys;
  apiKey: ApiKey;
  onClose: () => void;
}

/** Asks before a key ends. */
export const RevokeKeyDialog = ({ source, apiKey, onClose }: RevokeKeyDialogProps) => {
  const revoke = useMutation({
    mutationFn: () => source.revoke(apiKey.id),
    onSuccess: () => toast(`The key “${apiKey.name}” has ended.`),
    onSettled: () => {
      onClose();
      return refetchApiKeys(source);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Revoke this key?"
      action="Revoke key"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      Programs that use <strong className="text-text font-medium">{apiKey.name}</strong> are turned
      away from their next call on. This cannot be undone.
    </ConfirmDialog>
  );
};
