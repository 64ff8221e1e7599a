import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { LoadFailed } from '../../../ui/load-failed';
import { SkeletonRows } from '../../../ui/skeleton';
import { FactorRow } from '../second-factor/factor-row';
import { AppRows } from './app-rows';
import { EmailCodeRow } from './email-code-row';
import { PreferredRow } from './preferred-row';
import { RegenerateDialog } from './regenerate-dialog';
import { SmsCodeRow } from './sms-code-row';
import { twoFactorQuery } from './two-factor';

const BackupCodesRow = ({ remaining, onRenew }: { remaining: number; onRenew: () => void }) => (
  <FactorRow
    icon={KeyRound}
    name="Backup codes"
    badge={<Badge tone={remaining > 3 ? 'neutral' : 'warn'}>{remaining} of 10 left</Badge>}
    detail="For when your phone is not at hand."
    action={
      <Button size="sm" onClick={onRenew}>
        New codes
      </Button>
    }
  />
);

/** Second factors: which are on, and the way to change them. */
export const TwoFactorCard = () => {
  const { data, error, refetch } = useQuery(twoFactorQuery);
  const [open, setOpen] = useState<'regenerate'>();
  const close = () => setOpen(undefined);
  return (
    <Card
      title="Second factors"
      description="Asked for after the password, so that a stolen password is not enough."
      flush
    >
      {error && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        !error && <SkeletonRows rows={2} />
      ) : (
        <ul>
          <AppRows status={data} />
          <SmsCodeRow status={data} />
          <EmailCodeRow status={data} />
          {data.enabled && (
            <BackupCodesRow
              remaining={data.backupCodes.remaining}
              onRenew={() => setOpen('regenerate')}
            />
          )}
          <PreferredRow status={data} />
        </ul>
      )}
      <RegenerateDialog open={open === 'regenerate'} onClose={close} />
    </Card>
  );
};
