import { useQuery } from '@tanstack/react-query';
import type { SecurityMetrics } from '@gatehouse/contracts/security/monitor';
import { cn } from '../../../ui/class-names';
import { LoadFailed } from '../../../ui/load-failed';
import { Skeleton } from '../../../ui/skeleton';
import { metricsQuery } from '../monitor';

const number = new Intl.NumberFormat('en');

const statsOf = ({ attempts, failures, activeBlocks, openAlerts }: SecurityMetrics) => {
  const open = Object.values(openAlerts).reduce((sum, count) => sum + count, 0);
  const urgent = openAlerts.critical + openAlerts.high;
  return [
    { label: 'Attempts', hint: 'in the last hour', value: attempts },
    { label: 'Failures', hint: 'in the last hour', value: failures },
    { label: 'Blocks', hint: 'in force now', value: activeBlocks },
    {
      label: 'Open alerts',
      hint: urgent > 0 ? `${urgent} of them urgent` : 'none of them urgent',
      value: open,
      alarming: urgent > 0,
    },
  ];
};

/** How it stands, in four numbers. */
export const StatCards = () => {
  const metrics = useQuery(metricsQuery);
  if (metrics.isError && !metrics.data)
    return <LoadFailed error={metrics.error} onRetry={() => void metrics.refetch()} />;
  if (!metrics.data) return <Skeleton className="h-24" />;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {statsOf(metrics.data).map(({ label, hint, value, alarming = false }) => (
        <div
          key={label}
          className="border-line bg-surface shadow-card flex flex-col rounded-lg border px-4 py-3"
        >
          <dt className="text-muted text-[0.8125rem]">{label}</dt>
          <dd
            className={cn(
              'text-2xl font-semibold tracking-tight tabular-nums',
              alarming && 'text-danger-text',
            )}
          >
            {number.format(value)}
          </dd>
          <dd className="text-muted text-xs">{hint}</dd>
        </div>
      ))}
    </dl>
  );
};
