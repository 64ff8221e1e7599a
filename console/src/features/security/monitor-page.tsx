import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { profileQuery } from '../../api/queries';
import { PageHeader } from '../../ui/page-header';
import { TabLinks } from '../../ui/tab-links';
import { AlertsTab } from './alerts/alerts-tab';
import { BlocksTab } from './blocks/blocks-tab';
import { DetectionsTab } from './detections/detections-tab';
import { type Tab, tabs, useLiveMonitor } from './monitor';
import { OverviewTab } from './overview/overview-tab';

const route = getRouteApi('/shell/installation/monitor');

const labels: Record<Tab, string> = {
  overview: 'Overview',
  alerts: 'Alerts',
  blocks: 'Blocks',
  detections: 'Detections',
};

export const MonitorPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const { tab = 'overview' } = route.useSearch();
  const mayManage = me.permissions.includes('security:manage');
  useLiveMonitor();
  return (
    <>
      <PageHeader
        title="Security monitor"
        description="Who tries to sign in, from where, and what is done about attacks."
      />
      <TabLinks
        label="Parts of the monitor"
        tabs={tabs.map((one) => [one, labels[one]] as const)}
        open={tab}
      />
      {tab === 'overview' && <OverviewTab mayManage={mayManage} />}
      {tab === 'alerts' && <AlertsTab mayManage={mayManage} />}
      {tab === 'blocks' && <BlocksTab mayManage={mayManage} />}
      {tab === 'detections' && <DetectionsTab mayManage={mayManage} />}
    </>
  );
};
