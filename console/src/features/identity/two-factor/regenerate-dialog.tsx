import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { BackupCodes } from './backup-codes';
import { refetchFactors } from './two-factor';

const RegenerateSteps = ({ onClose }: { onClose: () => void }) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const renew = useMutation({
    mutationFn: () => client.twoFactor.regenerateBackupCodes(),
    meta: { inForm: true },
    onSuccess: () => void refetchFactors(),
  });
  if (renew.data === undefined) {
    return (
      <>
        <ProblemNote error={renew.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={renew.isPending} onClick={() => renew.mutate()}>
            Make new codes
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <BackupCodes
      codes={renew.data.backupCodes}
      email={profile.email}
      done="Done"
      onDone={() => {
        toast('Your new backup codes are in force.');
        onClose();
      }}
    />
  );
};

export const RegenerateDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="New backup codes"
    description="The codes that you have now stop working."
  >
    <RegenerateSteps onClose={onClose} />
  </Dialog>
);
