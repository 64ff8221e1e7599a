import { useQuery } from '@tanstack/react-query';
import type { AuditVerification } from '@gatehouse/contracts/audit';
import { client } from '../../api/client';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { LoadFailed } from '../../ui/load-failed';
import { Notice } from '../../ui/notice';
import { Time } from '../../ui/time';

const askAgainAfter = 1_000;

/** Begins a verification; asked again, the server tells how the one that runs has got on. */
const useVerification = () =>
  useQuery({
    queryKey: ['audit-verification'],
    queryFn: ({ signal }) => client.audit.verify({ signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? askAgainAfter : false),
    staleTime: Infinity,
    gcTime: 0,
  });

const Verdict = ({ found }: { found: AuditVerification }) => {
  const { state, valid, entries, hash, sequence, reason, finishedAt } = found;
  if (state === 'running') return <Notice>Every entry is read. That may take minutes.</Notice>;
  if (state === 'failed') return <Notice tone="warn">It came to no end. Try again.</Notice>;
  if (valid !== true)
    return (
      <Notice tone="danger">
        The trail is not as it was written
        {sequence === null ? '. Tell the staff of the installation.' : `: ${reason ?? ''}.`}
      </Notice>
    );
  return (
    <>
      <Notice tone="ok">
        The trail is as it was written{entries === null ? '' : `: ${entries} entries`}. Verified{' '}
        {finishedAt === null ? 'now' : <Time value={finishedAt} />}.
      </Notice>
      {hash !== null && (
        <p className="text-muted flex items-center gap-2 text-[0.8125rem]">
          <span>Its end, to note down and compare with later</span>
          <CopyButton text={`${entries ?? 0}:${hash}`} label="Copy" />
        </p>
      )}
    </>
  );
};

/** Verifies the trail while it is open. */
export const VerificationDialog = ({ onClose }: { onClose: () => void }) => {
  const { data, error, refetch } = useVerification();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Verify the audit trail"
      description="Each entry is chained to the one before it: what was edited, removed or put in between is found."
    >
      <div className="grid gap-3" aria-live="polite">
        {error && <LoadFailed error={error} onRetry={() => void refetch()} />}
        {data && <Verdict found={data} />}
      </div>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
};
