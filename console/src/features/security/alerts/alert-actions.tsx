import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { BellOff, Check, RotateCcw, UserMinus, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { SecurityAlert } from '@gatehouse/contracts/security/alerts';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { ActionsMenu, MenuItem } from '../../../ui/menu';
import { refetchMonitor } from '../monitor';
import { ReasonDialog } from '../reason-dialog';
import { mutes } from './alerts';

/** What can be done with an alert without a word of why. */
type Deed =
  | { name: 'acknowledge' }
  | { name: 'assign'; assigneeId: string | null }
  | { name: 'mute'; minutes: number };

export const useDeed = ({ id }: Pick<SecurityAlert, 'id'>) =>
  useMutation({
    mutationFn: (deed: Deed) => {
      const params = { id };
      if (deed.name === 'acknowledge') return client.alerts.acknowledge({ params });
      return deed.name === 'assign'
        ? client.alerts.assign({ params, body: { assigneeId: deed.assigneeId } })
        : client.alerts.mute({ params, body: { minutes: deed.minutes } });
    },
    onSettled: refetchMonitor,
  });

const Settling = ({ alert, onClose }: { alert: SecurityAlert; onClose: () => void }) => {
  const reopens = alert.state === 'resolved';
  const params = { id: alert.id };
  return (
    <ReasonDialog
      title={reopens ? 'Open it again?' : 'Resolve the alert?'}
      description={alert.summary}
      action={reopens ? 'Open again' : 'Resolve'}
      send={(body) =>
        reopens ? client.alerts.reopen({ params, body }) : client.alerts.resolve({ params, body })
      }
      done={reopens ? 'The alert is open again.' : 'The alert is resolved.'}
      onClose={onClose}
    />
  );
};

type MenuProps = { alert: SecurityAlert; onDeed: (deed: Deed) => void; onSettle: () => void };

const UnresolvedItems = ({ alert, onDeed, onSettle }: MenuProps) => {
  const { data: me } = useSuspenseQuery(profileQuery);
  return (
    <>
      {alert.assigneeId !== me.id && (
        <MenuItem onSelect={() => onDeed({ name: 'assign', assigneeId: me.id })}>
          <UserRound aria-hidden /> Assign to me
        </MenuItem>
      )}
      {alert.assigneeId !== null && (
        <MenuItem onSelect={() => onDeed({ name: 'assign', assigneeId: null })}>
          <UserMinus aria-hidden /> Assign to nobody
        </MenuItem>
      )}
      {mutes.map(({ minutes, label }) => (
        <MenuItem key={minutes} onSelect={() => onDeed({ name: 'mute', minutes })}>
          <BellOff aria-hidden /> {label}
        </MenuItem>
      ))}
      <MenuItem onSelect={onSettle}>
        <Check aria-hidden /> Resolve
      </MenuItem>
    </>
  );
};

/** What can be done with an alert, by who may. */
export const AlertActions = ({ alert }: { alert: SecurityAlert }) => {
  const [settling, setSettling] = useState(false);
  const deed = useDeed(alert);
  return (
    <div className="flex gap-2">
      {(alert.state === 'open' || alert.state === 'muted') && (
        <Button size="sm" onClick={() => deed.mutate({ name: 'acknowledge' })}>
          Acknowledge
        </Button>
      )}
      <ActionsMenu label="More actions">
        {alert.state === 'resolved' ? (
          <MenuItem onSelect={() => setSettling(true)}>
            <RotateCcw aria-hidden /> Open again
          </MenuItem>
        ) : (
          <UnresolvedItems alert={alert} onDeed={deed.mutate} onSettle={() => setSettling(true)} />
        )}
      </ActionsMenu>
      {settling && <Settling alert={alert} onClose={() => setSettling(false)} />}
    </div>
  );
};
