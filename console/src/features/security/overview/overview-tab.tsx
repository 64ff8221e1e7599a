import { useState } from 'react';
import { AttemptsCard } from '../attempts/attempts-card';
import { PlacesCard } from '../places/places-card';
import { PivotDialogs, usePivot } from './pivot';
import { openSpan } from './span';
import { StatCards } from './stat-cards';
import { TimelineCard } from './timeline-card';
import { TopCard } from './top-card';

/** What happens now, and who is behind it. */
export const OverviewTab = ({ mayManage }: { mayManage: boolean }) => {
  const [span, setSpan] = useState(openSpan);
  const pivot = usePivot();
  return (
    <div className="grid gap-5">
      <StatCards />
      <TimelineCard span={span} onSpan={setSpan} />
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
        span={span}
        onSpan={setSpan}
        onAddress={(value) => pivot.open({ by: 'address', value })}
      />
      <PivotDialogs pivot={pivot} mayManage={mayManage} />
    </div>
  );
};
