import { useQuery } from '@tanstack/react-query';
import { KeyRound, Mail, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { LoadFailed } from '../../../ui/load-failed';
import { SkeletonRows } from '../../../ui/skeleton';
import { FactorRow } from '../second-factor/factor-row';
import { AppRows } from './app-rows';
import { EmailCodeDialog } from './email-code-dialog';
import { MessageCodeRow } from './message-code-row';
import { PreferredRow } from './preferred-row';
import { RegenerateDialog } from './regenerate-dialog';
import { SmsCodeDialog } from './sms-code-dialog';
import { mayRemove, twoFactorQuery } from './two-factor';

const BackupCodesRow = ({ remaining, onRenew }: { remaining: number; onRenew: () => void }) => (
  <FactorRow
    icon={KeyRound}
    name="Backup codes"
    badge={
      <Badge tone={remaining > 3 ? 'neutral' : 'warn'}>
        {remaining === 0 ? 'None left' : `${remaining} of 10 left`}
      </Badge>
    }
    detail={
      remaining === 0
        ? 'Make new ones, for when your phone is not at hand.'
        : 'For when your phone is not at hand.'
    }
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
          <MessageCodeRow
            icon={MessageSquare}
            by="SMS"
            detail="Six digits in a text message."
            status={data.smsCode}
            removable={mayRemove(data, 'sms_code')}
            change="Change number"
            disable={() => client.smsCodes.disable()}
            EnableDialog={SmsCodeDialog}
          />
          <MessageCodeRow
            icon={Mail}
            by="mail"
            detail="Six digits that we send to your address."
            status={data.emailCode}
            removable={mayRemove(data, 'email_code')}
            disable={() => client.twoFactor.disableEmailCode()}
            EnableDialog={EmailCodeDialog}
          />
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
