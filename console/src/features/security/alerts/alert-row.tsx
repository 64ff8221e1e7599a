import type { SecurityAlert } from '@gatehouse/contracts/security/alerts';
import { Badge } from '../../../ui/badge';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { AlertActions } from './alert-actions';
import { stateNames } from './alerts';
import { SeverityBadge } from './severity-badge';

/** How much it matters and how it stands. */
export const AlertBadges = ({ alert: { severity, state } }: { alert: SecurityAlert }) => (
  <>
    <SeverityBadge severity={severity} />
    <Badge tone={state === 'open' ? 'accent' : 'neutral'}>{stateNames[state]}</Badge>
  </>
);

/** An alert, which opens beside the list. */
export const AlertRow = ({ alert, mayManage }: { alert: SecurityAlert; mayManage: boolean }) => (
  <li className="border-line flex flex-wrap items-start gap-x-3.5 gap-y-2 border-t px-4 py-3 sm:px-5">
    <div className="min-w-0 flex-1 basis-64">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <AlertBadges alert={alert} />
        <TextLink
          from="/installation/monitor"
          to="."
          search={(previous) => ({ ...previous, tab: 'alerts' as const, alert: alert.id })}
          resetScroll={false}
          className="wrap-anywhere"
        >
          {alert.summary}
        </TextLink>
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
    {mayManage && <AlertActions alert={alert} />}
  </li>
);
