import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { BellRing } from 'lucide-react';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { PagedList } from '../../../ui/paged-list';
import { PivotDialogs, usePivot } from '../overview/pivot';
import { AlertDialog } from './alert-dialog';
import { AlertFilters } from './alert-filters';
import { AlertRow } from './alert-row';
import { type AlertFilter, alertsQuery } from './alerts';
import { ResolveAll } from './resolve-all';

const route = getRouteApi('/shell/installation/monitor');

const AlertList = ({ filter, mayManage }: { filter: AlertFilter; mayManage: boolean }) => {
  const list = useInfiniteQuery(alertsQuery(filter));
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
            <AlertRow key={alert.id} alert={alert} mayManage={mayManage} />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

/** What the detections found, and who looks after it. */
export const AlertsTab = ({ mayManage }: { mayManage: boolean }) => {
  const { alert, state, severity, detection, assignee } = route.useSearch();
  const filter = { state, severity, detection, assignee };
  const navigate = route.useNavigate();
  const narrow = useNarrowing(route);
  const pivot = usePivot();
  const close = () =>
    void navigate({
      search: (previous) => ({ ...previous, alert: undefined }),
      resetScroll: false,
    });
  return (
    <Card title="Alerts" actions={mayManage && <ResolveAll filter={filter} />} flush>
      <AlertFilters filter={filter} onChange={narrow} />
      <AlertList filter={filter} mayManage={mayManage} />
      {alert !== undefined && (
        <AlertDialog
          id={alert}
          mayManage={mayManage}
          onPivot={(side) => {
            close();
            pivot.open(side);
          }}
          onBlock={(network) => {
            close();
            pivot.block(network);
          }}
          onClose={close}
        />
      )}
      <PivotDialogs pivot={pivot} mayManage={mayManage} />
    </Card>
  );
};
