import { useInfiniteQuery, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { type AlertState, alertStates } from '@gatehouse/contracts/security/alerts';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { FilterSelect } from '../../../ui/filter-select';
import { PagedList } from '../../../ui/paged-list';
import { refetchMonitor } from '../monitor';
import { AlertRow, type Deed } from './alert-row';
import { alertsQuery, stateNames } from './alerts';

const useDeed = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: Deed }) => {
      const params = { id };
      switch (deed.name) {
        case 'acknowledge':
          return client.alerts.acknowledge({ params });
        case 'take':
          return client.alerts.assign({ params, body: { assigneeId: me.id } });
        case 'mute':
          return client.alerts.mute({ params, body: { minutes: deed.minutes } });
        default:
          return client.alerts.resolve({ params });
      }
    },
    onSettled: refetchMonitor,
  });
};

const AlertList = ({ state, mayManage }: { state: AlertState | undefined; mayManage: boolean }) => {
  const list = useInfiniteQuery(alertsQuery(state));
  const deed = useDeed();
  return (
    <PagedList
      list={list}
      rows={4}
      empty={
        <Empty icon={BellRing} title="No such alerts">
          What the detections find is shown here.
        </Empty>
      }
    >
      {(alerts) => (
        <ul aria-label="Alerts">
          {alerts.map((alert) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              onDeed={
                mayManage ? (chosen) => deed.mutate({ id: alert.id, deed: chosen }) : undefined
              }
            />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

/** What the detections found, and who looks after it. */
export const AlertsTab = ({ mayManage }: { mayManage: boolean }) => {
  const [state, setState] = useState<AlertState>();
  return (
    <Card
      title="Alerts"
      actions={
        <FilterSelect
          label="State"
          any="In any state"
          className="w-40"
          options={alertStates.map((name) => [name, stateNames[name]])}
          value={state}
          onChange={setState}
        />
      }
      flush
    >
      <AlertList state={state} mayManage={mayManage} />
    </Card>
  );
};
