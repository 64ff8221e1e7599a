import { useMutation } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { FactorRow } from '../second-factor/factor-row';
import { EmailCodeDialog } from './email-code-dialog';
import { mayRemove, refetchFactors, type TwoFactorStatus } from './two-factor';

/** Codes by mail: on or off. */
export const EmailCodeRow = ({ status }: { status: TwoFactorStatus }) => {
  const { enabled, enabledAt, available } = status.emailCode;
  const [open, setOpen] = useState<'enable' | 'disable'>();
  const close = () => setOpen(undefined);
  const disable = useMutation({
    mutationFn: () => client.twoFactor.disableEmailCode(),
    onSuccess: () => toast('Codes by mail are off.'),
    onSettled: () => {
      close();
      return refetchFactors();
    },
  });
  if (!available && !enabled) return null;
  return (
    <>
      <FactorRow
        icon={Mail}
        name="Codes by mail"
        badge={enabled ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
        detail={
          enabledAt === null ? (
            'Six digits that we send to your address.'
          ) : (
            <>
              Turned on <Time value={enabledAt} />
            </>
          )
        }
        action={
          enabled ? (
            mayRemove(status, 'email_code') && (
              <Button
                size="sm"
                aria-label="Turn codes by mail off"
                onClick={() => setOpen('disable')}
              >
                Turn off
              </Button>
            )
          ) : (
            <Button size="sm" aria-label="Turn codes by mail on" onClick={() => setOpen('enable')}>
              Turn on
            </Button>
          )
        }
      />
      <EmailCodeDialog open={open === 'enable'} onClose={close} />
      <ConfirmDialog
        open={open === 'disable'}
        onOpenChange={close}
        title="Turn codes by mail off?"
        action="Turn off"
        busy={disable.isPending}
        onConfirm={() => disable.mutate()}
      >
        Your other sessions end. If this is your last second factor, your password alone will open
        your account.
      </ConfirmDialog>
    </>
  );
};
