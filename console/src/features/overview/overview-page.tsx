import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, MonitorSmartphone, ScrollText, Users, type LucideIcon } from 'lucide-react';
import { profileQuery } from '../../api/queries';
import { client } from '../../api/client';
import { Card } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { PageHeader } from '../../ui/page-header';
import { CheckUpCard } from '../identity/security/check-up-card';
import { RecentActivity } from './recent-activity';

interface Door {
  to: '/people' | '/audit' | '/sessions';
  icon: LucideIcon;
  title: string;
  text: string;
}

const DoorLink = ({ to, icon: Icon, title, text }: Door) => (
  <Link
    to={to}
    className="border-line bg-surface shadow-card hover:bg-sunken flex items-center gap-3 rounded-lg border p-4"
  >
    <Icon className="text-accent-text size-5 shrink-0" aria-hidden />
    <span className="min-w-0 flex-1">
      <span className="block font-medium">{title}</span>
      <span className="text-muted block text-[0.8125rem]">{text}</span>
    </span>
    <ChevronRight className="text-muted size-4" aria-hidden />
  </Link>
);

const useSessionCount = () => {
  const { data } = useQuery({
    queryKey: ['sessions', 'count'],
    queryFn: ({ signal }) => client.sessions.list({ query: { limit: 100 }, signal }),
  });
  if (data === undefined) return 'Where you are signed in';
  const count = data.data.length;
  return count === 1 ? 'Signed in on this device only' : `Signed in on ${count} devices`;
};

const usePeopleCount = (enabled: boolean) => {
  const { data } = useQuery({
    queryKey: ['organizations', 'summary'],
    queryFn: ({ signal }) => client.organizations.summary({ signal }),
    enabled,
  });
  if (data === undefined) return 'Add and manage people';
  const invited = data.invited > 0 ? `, ${data.invited} invited` : '';
  return `${data.active} active${invited}, ${data.withSecondFactor} with a second factor`;
};

export const OverviewPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const sessions = useSessionCount();
  const maySeePeople = me.permissions.includes('user:read');
  const people = usePeopleCount(maySeePeople);
  const mayReadAudit = me.permissions.includes('audit:read');
  return (
    <>
      <PageHeader
        title={`Hello, ${me.firstName}`}
        description={
          me.organizationName === null
            ? 'Your account is ready.'
            : `You are signed in to ${me.organizationName}.`
        }
      />
      <div className="grid gap-5">
        {me.organizationId === null && me.platformRole === null && (
          <Notice>
            You belong to no organization yet. Ask to be invited, or create one of your own from the
            account menu.
          </Notice>
        )}
        <CheckUpCard />
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          <DoorLink to="/sessions" icon={MonitorSmartphone} title="Sessions" text={sessions} />
          {maySeePeople && <DoorLink to="/people" icon={Users} title="People" text={people} />}
          {mayReadAudit && (
            <DoorLink to="/audit" icon={ScrollText} title="Audit trail" text="See what happened" />
          )}
        </div>
        {mayReadAudit && (
          <Card title="Recent activity" flush>
            <RecentActivity />
          </Card>
        )}
      </div>
    </>
  );
};
