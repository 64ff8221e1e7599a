import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { KeyRound, Smartphone } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { LoadFailed } from '../../../ui/load-failed';
import { SkeletonRows } from '../../../ui/skeleton';
import { Time } from '../../../ui/time';
import { DisableDialog } from './disable-dialog';
import { RegenerateDialog } from './regenerate-dialog';
import { twoFactorQuery } from './two-factor';

const Factor = ({
  icon: Icon,
  name,
  badge,
  detail,
  action,
}: {
  icon: LucideIcon;
  name: string;
  badge: ReactNode;
  detail: ReactNode;
  action: ReactNode;
}) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3 sm:px-5">
    <Icon className="text-muted size-5 shrink-0" aria-hidden />
    <div className="min-w-0 flex-1 basis-52">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {name} {badge}
      </p>
      <p className="text-muted">{detail}</p>
    </div>
    {action}
  </li>
);

/** Second factors: which are on, and the way to change them. */
export const TwoFactorCard = () => {
  const { data, error, refetch } = useQuery(twoFactorQuery);
  const [open, setOpen] = useState<'disable' | 'regenerate'>();
  const close = () => setOpen(undefined);
  if (error) {
    return (
      <Card title="Second factors" flush>
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </Card>
    );
  }
  return (
    <Card
      title="Second factors"
      description="Asked for after the password, so that a stolen password is not enough."
      flush
    >
      {data === undefined ? (
        <SkeletonRows rows={2} />
      ) : (
        <ul>
          <Factor
            icon={Smartphone}
            name="Authenticator app"
            badge={data.enabled ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
            detail={
              data.totp.enabledAt === null ? (
                'Codes from an app on your phone.'
              ) : (
                <>
                  Turned on <Time value={data.totp.enabledAt} />
                  {data.required && ' · required by your role'}
                </>
              )
            }
            action={
              data.enabled ? (
                !data.required && (
                  <Button size="sm" onClick={() => setOpen('disable')}>
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
          {data.enabled && (
            <Factor
              icon={KeyRound}
              name="Backup codes"
              badge={
                <Badge tone={data.backupCodes.remaining > 3 ? 'neutral' : 'warn'}>
                  {data.backupCodes.remaining} of 10 left
                </Badge>
              }
              detail="For when your phone is not at hand."
              action={
                <Button size="sm" onClick={() => setOpen('regenerate')}>
                  New codes
                </Button>
              }
            />
          )}
        </ul>
      )}
      <DisableDialog open={open === 'disable'} onClose={close} />
      <RegenerateDialog open={open === 'regenerate'} onClose={close} />
    </Card>
  );
};
