import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { profileQuery } from '../../api/queries';
import { cn } from '../../ui/class-names';
import { PageHeader } from '../../ui/page-header';
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

const TabLinks = ({ open }: { open: Tab }) => (
  <nav aria-label="Parts of the monitor" className="border-line mb-5 flex gap-5 border-b">
    {tabs.map((tab) => (
      <Link
        key={tab}
        to="/installation/monitor"
        search={tab === 'overview' ? {} : { tab }}
        aria-current={tab === open ? 'page' : undefined}
        className={cn(
          '-mb-px border-b-2 pb-2 font-medium',
          tab === open
            ? 'border-accent text-text'
            : 'text-muted hover:text-text border-transparent',
        )}
      >
        {labels[tab]}
      </Link>
    ))}
  </nav>
);

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
      <TabLinks open={tab} />
      {tab === 'overview' && <OverviewTab mayManage={mayManage} />}
      {tab === 'alerts' && <AlertsTab mayManage={mayManage} />}
      {tab === 'blocks' && <BlocksTab mayManage={mayManage} />}
      {tab === 'detections' && <DetectionsTab mayManage={mayManage} />}
    </>
  );
};
