import { getRouteApi } from '@tanstack/react-router';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { AttemptsCard } from '../attempts/attempts-card';
import { PlacesCard } from '../places/places-card';
import { PivotDialogs, usePivot } from './pivot';
import { StatCards } from './stat-cards';
import { TimelineCard } from './timeline-card';
import { TopCard } from './top-card';

const route = getRouteApi('/shell/installation/monitor');

/** What happens now, and who is behind it. */
export const OverviewTab = ({ mayManage }: { mayManage: boolean }) => {
  const { search, outcome, kind, failure, newDevice, organization, from, until } =
    route.useSearch();
  const filter = { search, outcome, kind, failure, newDevice, organization, from, until };
  const narrow = useNarrowing(route);
  const pivot = usePivot();
  return (
    <div className="grid gap-5">
      <StatCards />
      <TimelineCard span={filter} onSpan={narrow} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <TopCard
          title="Top addresses"
          by="address"
          onOpen={(value) => pivot.open({ by: 'address', value })}
        />
        <TopCard
          title="Top accounts"
          by="account"
          onOpen={(value) => pivot.open({ by: 'account', value })}
        />
      </div>
      <PlacesCard />
      <AttemptsCard
        filter={filter}
        onNarrow={narrow}
        onAddress={(value) => pivot.open({ by: 'address', value })}
      />
      <PivotDialogs pivot={pivot} mayManage={mayManage} />
    </div>
  );
};
