import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { timelinePeriods, type TimelinePeriod } from '@gatehouse/contracts/security/attempts';
import { Card } from '../../../ui/card';
import { LoadFailed } from '../../../ui/load-failed';
import { Select } from '../../../ui/select';
import { Skeleton } from '../../../ui/skeleton';
import { timelineQuery } from '../monitor';
import type { Span } from './span';
import { TimelineChart } from './timeline-chart';

const labels: Record<TimelinePeriod, string> = {
  hour: 'Last hour',
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
};
const time = new Intl.DateTimeFormat('en', { timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

const Legend = () => (
  <p className="text-muted flex gap-4 text-xs">
    <span className="flex items-center gap-1.5">
      <span aria-hidden className="bg-accent size-2.5 rounded-xs" /> Succeeded
    </span>
    <span className="flex items-center gap-1.5">
      <span aria-hidden className="bg-danger size-2.5 rounded-xs" /> Failed
    </span>
  </p>
);

interface TimelineCardProps {
  span: Span;
  onSpan: (span: Span) => void;
}

export const TimelineCard = ({ span, onSpan }: TimelineCardProps) => {
  const [period, setPeriod] = useState<TimelinePeriod>('hour');
  const timeline = useQuery(timelineQuery(period));
  return (
    <Card
      title="Attempts"
      actions={
        <Select
          aria-label="Period"
          value={period}
          onChange={({ target }) =>
            setPeriod(timelinePeriods.find((name) => name === target.value) ?? 'hour')
          }
        >
          {timelinePeriods.map((name) => (
            <option key={name} value={name}>
              {labels[name]}
            </option>
          ))}
        </Select>
      }
    >
      {timeline.data ? (
        <div className="grid gap-3">
          <TimelineChart
            buckets={timeline.data.data}
            width={timeline.data.width}
            format={period === 'hour' ? time : day}
            selected={span}
            onSelect={onSpan}
          />
          <Legend />
        </div>
      ) : timeline.isError ? (
        <LoadFailed error={timeline.error} onRetry={() => void timeline.refetch()} />
      ) : (
        <Skeleton className="h-44" />
      )}
    </Card>
  );
};
