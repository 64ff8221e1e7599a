import { useState } from 'react';
import { AttemptsCard } from '../attempts/attempts-card';
import { BlockDialog } from '../blocks/block-dialog';
import { PlacesCard } from '../places/places-card';
import { type Pivot, PivotDialog } from './pivot-dialog';
import { openSpan } from './span';
import { StatCards } from './stat-cards';
import { TimelineCard } from './timeline-card';
import { TopCard } from './top-card';

/** What happens now, and who is behind it. */
export const OverviewTab = ({ mayManage }: { mayManage: boolean }) => {
  const [pivot, setPivot] = useState<Pivot>();
  const [network, setNetwork] = useState<string>();
  const [span, setSpan] = useState(openSpan);
  const block = (blocked: string) => {
    setPivot(undefined);
    setNetwork(blocked);
  };
  return (
    <div className="grid gap-5">
      <StatCards />
      <TimelineCard span={span} onSpan={setSpan} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <TopCard
          title="Top addresses"
          by="address"
          onOpen={(value) => setPivot({ by: 'address', value })}
        />
        <TopCard
          title="Top accounts"
          by="account"
          onOpen={(value) => setPivot({ by: 'account', value })}
        />
      </div>
      <PlacesCard />
      <AttemptsCard
        span={span}
        onSpan={setSpan}
        onAddress={(value) => setPivot({ by: 'address', value })}
      />
      {pivot && (
        <PivotDialog
          pivot={pivot}
          onClose={() => setPivot(undefined)}
          onTurn={setPivot}
          onBlock={mayManage ? block : undefined}
        />
      )}
      {network !== undefined && (
        <BlockDialog network={network} onClose={() => setNetwork(undefined)} />
      )}
    </div>
  );
};
