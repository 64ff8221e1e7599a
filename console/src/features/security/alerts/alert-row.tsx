import { BellOff, Check, UserRound } from 'lucide-react';
import type { SecurityAlert } from '@gatehouse/contracts/security/alerts';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ActionsMenu, MenuItem } from '../../../ui/menu';
import { Time } from '../../../ui/time';
import { mutes, stateNames } from './alerts';
import { SeverityBadge } from './severity-badge';

/** What can be done with an alert. */
export type Deed = { name: 'acknowledge' | 'take' | 'resolve' } | { name: 'mute'; minutes: number };

interface AlertRowProps {
  alert: SecurityAlert;
  onDeed: ((deed: Deed) => void) | undefined;
}

const AlertActions = ({
  alert,
  onDeed,
}: {
  alert: SecurityAlert;
  onDeed: (deed: Deed) => void;
}) => (
  <div className="flex gap-2">
    {(alert.state === 'open' || alert.state === 'muted') && (
      <Button size="sm" onClick={() => onDeed({ name: 'acknowledge' })}>
        Acknowledge
      </Button>
    )}
    <ActionsMenu label="More actions">
      <MenuItem onSelect={() => onDeed({ name: 'take' })}>
        <UserRound aria-hidden /> Assign to me
      </MenuItem>
      {mutes.map(({ minutes, label }) => (
        <MenuItem key={minutes} onSelect={() => onDeed({ name: 'mute', minutes })}>
          <BellOff aria-hidden /> {label}
        </MenuItem>
      ))}
      <MenuItem onSelect={() => onDeed({ name: 'resolve' })}>
        <Check aria-hidden /> Resolve
      </MenuItem>
    </ActionsMenu>
  </div>
);

export const AlertRow = ({ alert, onDeed }: AlertRowProps) => (
  <li className="border-line flex flex-wrap items-start gap-x-3.5 gap-y-2 border-t px-4 py-3 sm:px-5">
    <div className="min-w-0 flex-1 basis-64">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <SeverityBadge severity={alert.severity} />
        <Badge tone={alert.state === 'open' ? 'accent' : 'neutral'}>
          {stateNames[alert.state]}
        </Badge>
        <span className="font-medium wrap-anywhere">{alert.summary}</span>
      </p>
      <p className="text-muted flex flex-wrap gap-x-3 text-[0.8125rem]">
        {alert.subjectName !== null && <span>{alert.subjectName}</span>}
        <span>Seen {alert.occurrences === 1 ? 'once' : `${alert.occurrences} times`}</span>
        <span>
          last <Time value={alert.lastAt} />
        </span>
        {alert.assigneeName !== null && <span>with {alert.assigneeName}</span>}
        {alert.mutedUntil !== null && (
          <span>
            silent until <Time value={alert.mutedUntil} exact />
          </span>
        )}
      </p>
      {alert.state !== 'resolved' && (
        <details className="mt-1 text-[0.8125rem]">
          <summary className="text-accent-text w-fit cursor-pointer rounded-sm">What to do</summary>
          <p className="max-w-prose pt-1">{alert.advice}</p>
        </details>
      )}
    </div>
    {onDeed && alert.state !== 'resolved' && <AlertActions alert={alert} onDeed={onDeed} />}
  </li>
);
