import { useMutation } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import { useState, type ComponentType } from 'react';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { FactorRow } from '../second-factor/factor-row';
import { refetchFactors, type TwoFactorStatus } from './two-factor';

interface MessageCodeRowProps {
  icon: LucideIcon;
  /** By which way, such as "mail". */
  by: string;
  detail: string;
  status: TwoFactorStatus['emailCode' | 'smsCode'];
  removable: boolean;
  /** What setting it up again does, such as "Change number"; left out where it does nothing. */
  change?: string;
  disable: () => Promise<unknown>;
  EnableDialog: ComponentType<{ open: boolean; onClose: () => void }>;
}

/** Codes in messages of one kind: on or off. */
export const MessageCodeRow = (props: MessageCodeRowProps) => {
  const { icon, by, detail, removable, change, EnableDialog } = props;
  const { enabled, enabledAt, available } = props.status;
  const [open, setOpen] = useState<'enable' | 'disable'>();
  const close = () => setOpen(undefined);
  const disable = useMutation({
    mutationFn: props.disable,
    onSuccess: () => toast(`Codes by ${by} are off.`),
    onSettled: () => {
      close();
      return refetchFactors();
    },
  });
  if (!available && !enabled) return null;
  return (
    <>
      <FactorRow
        icon={icon}
        name={`Codes by ${by}`}
        badge={enabled ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
        detail={
          enabledAt === null ? (
            detail
          ) : (
            <>
              {'number' in props.status &&
                props.status.number !== null &&
                `To ${props.status.number}. `}
              Turned on <Time value={enabledAt} />
            </>
          )
        }
        action={
          <span className="flex flex-wrap justify-end gap-2">
            {enabled && available && change !== undefined && (
              <Button size="sm" onClick={() => setOpen('enable')}>
                {change}
              </Button>
            )}
            {(!enabled || removable) && (
              <Button
                size="sm"
                aria-label={`Turn codes by ${by} ${enabled ? 'off' : 'on'}`}
                onClick={() => setOpen(enabled ? 'disable' : 'enable')}
              >
                {enabled ? 'Turn off' : 'Turn on'}
              </Button>
            )}
          </span>
        }
      />
      <EnableDialog open={open === 'enable'} onClose={close} />
      <ConfirmDialog
        open={open === 'disable'}
        onOpenChange={close}
        title={`Turn codes by ${by} off?`}
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
