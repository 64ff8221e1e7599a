import { useQuery } from '@tanstack/react-query';
import type { SecurityAlert } from '@gatehouse/contracts/security/alerts';
import { DescriptionList } from '../../../ui/description-list';
import { Dialog } from '../../../ui/dialog';
import { Loaded } from '../../../ui/loaded';
import { Select } from '../../../ui/select';
import { Time } from '../../../ui/time';
import { shownNetwork } from '../monitor';
import type { Pivot } from '../overview/pivot-dialog';
import { AlertActions, useDeed } from './alert-actions';
import { AlertNotes } from './alert-notes';
import { AlertBadges } from './alert-row';
import { AlertSteps } from './alert-steps';
import { alertQuery, assigneesQuery, detectionName } from './alerts';

interface AlertDialogProps {
  id: string;
  mayManage: boolean;
  onPivot: (pivot: Pivot) => void;
  onBlock: (network: string) => void;
  onClose: () => void;
}

const Assignee = ({ alert }: { alert: SecurityAlert }) => {
  const { data } = useQuery(assigneesQuery);
  const deed = useDeed(alert);
  const { assigneeId, assigneeName } = alert;
  const staff = data?.data ?? [];
  const isListed = staff.some(({ id }) => id === assigneeId);
  return (
    <Select
      aria-label="Assigned to"
      value={assigneeId ?? ''}
      onChange={({ target }) =>
        deed.mutate({ name: 'assign', assigneeId: target.value === '' ? null : target.value })
      }
    >
      <option value="">Nobody</option>
      {assigneeId !== null && !isListed && (
        <option value={assigneeId}>{assigneeName ?? 'Somebody'}</option>
      )}
      {staff.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
};

const subjectOf = ({ subject, subjectName }: SecurityAlert): string =>
  subjectName ?? (subject === null ? 'The installation' : shownNetwork(subject));

const Facts = ({ alert, mayManage }: { alert: SecurityAlert; mayManage: boolean }) => (
  <DescriptionList
    items={[
      ['Detection', detectionName(alert.detection)],
      ['About', subjectOf(alert)],
      ['Seen', alert.occurrences === 1 ? 'once' : `${alert.occurrences} times`],
      ['First', <Time key="first" value={alert.firstAt} exact />],
      ['Last', <Time key="last" value={alert.lastAt} exact />],
      [
        'Assigned to',
        mayManage && alert.state !== 'resolved' ? (
          <Assignee key="assignee" alert={alert} />
        ) : (
          (alert.assigneeName ?? 'Nobody')
        ),
      ],
    ]}
  />
);

/** An alert with all that is known of it, and what can be done. */
export const AlertDialog = ({ id, mayManage, onPivot, onBlock, onClose }: AlertDialogProps) => {
  const found = useQuery(alertQuery(id));
  return (
    <Dialog
      open
      placement="side"
      onOpenChange={onClose}
      title={found.data?.summary ?? 'Alert'}
      description="What a detection found, and what was done about it."
    >
      <Loaded query={found} rows={6}>
        {(alert) => (
          <>
            <div className="mb-2 flex flex-wrap items-center gap-2">
              <AlertBadges alert={alert} />
              {mayManage && (
                <span className="ml-auto">
                  <AlertActions alert={alert} />
                </span>
              )}
            </div>
            <Facts alert={alert} mayManage={mayManage} />
            <h3 className="mt-5 mb-1 font-medium">What to do</h3>
            <AlertSteps alert={alert} onPivot={onPivot} onBlock={mayManage ? onBlock : undefined} />
            <AlertNotes id={id} notes={alert.notes} mayManage={mayManage} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
};
