import { useQuery } from '@tanstack/react-query';
import type { WebhookRecovery } from '@gatehouse/contracts/webhooks';
import { client } from '../../../api/client';
import { Card } from '../../../ui/card';
import { ProgressRow } from '../../../ui/progress-row';
import { Time } from '../../../ui/time';
import { recoveriesQuery, refetchRecoveries } from './recoveries';

const RecoveryRow = ({ recovery }: { recovery: WebhookRecovery }) => {
  const { id, endpointId, since, until, recovered, total } = recovery;
  return (
    <ProgressRow
      progress={recovery}
      title={
        <>
          <Time value={since} exact /> to <Time value={until} exact />
        </>
      }
      done={recovered}
      told={`${recovered} of ${total ?? '…'} sent again`}
      cancel={() => client.webhooks.cancelRecovery({ params: { id } })}
      onCancelled={() => refetchRecoveries(endpointId)}
    />
  );
};

/** What was sent again of what failed; nothing where that was never asked for. */
export const RecoveriesCard = ({ endpointId }: { endpointId: string }) => {
  const { data } = useQuery(recoveriesQuery(endpointId));
  if (!data || data.data.length === 0) return null;
  return (
    <Card flush title="Sent again">
      <ul aria-label="Sent again">
        {data.data.map((recovery) => (
          <RecoveryRow key={recovery.id} recovery={recovery} />
        ))}
      </ul>
    </Card>
  );
};
