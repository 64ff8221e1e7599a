import { useMutation } from '@tanstack/react-query';
import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { FactorRow } from '../second-factor/factor-row';
import { SmsCodeDialog } from './sms-code-dialog';
import { mayRemove, refetchFactors, type TwoFactorStatus } from './two-factor';

/** Codes by SMS: on or off. */
export const SmsCodeRow = ({ status }: { status: TwoFactorStatus }) => {
  const { enabled, enabledAt, available } = status.smsCode;
  const [open, setOpen] = useState<'enable' | 'disable'>();
  const close = () => setOpen(undefined);
  const disable = useMutation({
    mutationFn: () => client.smsCodes.disable(),
    onSuccess: () => toast('Codes by SMS are off.'),
    onSettled: () => {
      close();
      return refetchFactors();
    },
  });
  if (!available && !enabled) return null;
  return (
    <>
      <FactorRow
        icon={MessageSquare}
        name="Codes by SMS"
        badge={enabled ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
        detail={
          enabledAt === null ? (
            'Six digits in a text message.'
          ) : (
            <>
              Turned on <Time value={enabledAt} />
            </>
          )
        }
        action={
          enabled ? (
            mayRemove(status, 'sms_code') && (
              <Button
                size="sm"
                aria-label="Turn codes by SMS off"
                onClick={() => setOpen('disable')}
              >
                Turn off
              </Button>
            )
          ) : (
            <Button size="sm" aria-label="Turn codes by SMS on" onClick={() => setOpen('enable')}>
              Turn on
            </Button>
          )
        }
      />
      <SmsCodeDialog open={open === 'enable'} onClose={close} />
      <ConfirmDialog
        open={open === 'disable'}
        onOpenChange={close}
        title="Turn codes by SMS off?"
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
