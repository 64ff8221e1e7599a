import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { LoadFailed } from '../../../ui/load-failed';
import { SkeletonRows } from '../../../ui/skeleton';
import { Time } from '../../../ui/time';
import { DisableDialog } from './disable-dialog';
import { EmailCodeRow } from './email-code-row';
import { FactorRow } from './factor-row';
import { PreferredRow } from './preferred-row';
import { RegenerateDialog } from './regenerate-dialog';
import { mayRemove, twoFactorQuery, type TwoFactorStatus } from './two-factor';

const AppRow = ({ status, onDisable }: { status: TwoFactorStatus; onDisable: () => void }) => (
  <FactorRow
    icon={Smartphone}
    name="Authenticator app"
    badge={status.totp.enabled ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
    detail={
      status.totp.enabledAt === null ? (
        'Codes from an app on your phone.'
      ) : (
        <>
          Turned on <Time value={status.totp.enabledAt} />
          {status.required && ' · required by your role'}
        </>
      )
    }
    action={
      status.totp.enabled ? (
        mayRemove(status, 'totp') && (
          <Button size="sm" onClick={onDisable}>
            Turn off
          </Button>
        )
      ) : (
        <Button asChild size="sm" variant="primary">
          <Link to="/security/two-factor">Turn on</Link>
        </Button>
      )
    }
  />
);

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
  const [open, setOpen] = useState<'disable' | 'regenerate'>();
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
          <AppRow status={data} onDisable={() => setOpen('disable')} />
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
      <DisableDialog open={open === 'disable'} onClose={close} />
      <RegenerateDialog open={open === 'regenerate'} onClose={close} />
    </Card>
  );
};
