import { useState, type PointerEvent } from 'react';
import type { TimelineBucket } from '@gatehouse/contracts/security/attempts';
import { coveredBy, type Span, spanOf } from './span';

interface TimelineChartProps {
  buckets: readonly TimelineBucket[];
  /** Of a bucket, in seconds. */
  width: number;
  /** How moments are written below. */
  format: Intl.DateTimeFormat;
  selected: Span;
  onSelect: (span: Span) => void;
}

const height = 100;
/** Of a bucket, in units of the picture; bars leave a gap. */
const step = 10;
const bar = 7;

const Bar = ({
  bucket,
  index,
  scale,
  format,
}: {
  bucket: TimelineBucket;
  index: number;
  scale: number;
  format: Intl.DateTimeFormat;
}) => {
  const [failed, succeeded] = [bucket.failed * scale, bucket.succeeded * scale];
  const x = index * step + (step - bar) / 2;
  return (
    <g className="group">
      <title>
        {`${format.format(new Date(bucket.start))}: ${bucket.succeeded} succeeded, ${bucket.failed} failed`}
      </title>
      <rect
        x={index * step}
        y={0}
        width={step}
        height={height}
        className="fill-hover opacity-0 group-hover:opacity-100"
      />
      <rect x={x} y={height - failed} width={bar} height={failed} className="fill-danger" />
      <rect
        x={x}
        y={height - failed - succeeded}
        width={bar}
        height={succeeded}
        className="fill-accent"
      />
    </g>
  );
};

const sumOf = (buckets: readonly TimelineBucket[], name: 'succeeded' | 'failed'): number =>
  buckets.reduce((sum, bucket) => sum + bucket[name], 0);

/** Chooses buckets by drawing over them; the fields of the list do the same for keyboards. */
const useBrush = (
  buckets: readonly TimelineBucket[],
  width: number,
  onSelect: (span: Span) => void,
) => {
  const [begun, setBegun] = useState<TimelineBucket>();
  const [drawn, setDrawn] = useState<Span>();
  const bucketAt = ({ currentTarget, clientX }: PointerEvent): TimelineBucket | undefined => {
    const box = currentTarget.getBoundingClientRect();
    const index = Math.floor(((clientX - box.left) / box.width) * buckets.length);
    return buckets[Math.min(Math.max(index, 0), buckets.length - 1)];
  };
  const draw = (from: TimelineBucket | undefined, to: TimelineBucket | undefined) =>
    setDrawn(from && to && spanOf(from, to, width));
  const end = () => {
    setBegun(undefined);
    setDrawn(undefined);
  };
  return {
    drawn,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const bucket = bucketAt(event);
        setBegun(bucket);
        draw(bucket, bucket);
      },
      onPointerMove: (event: PointerEvent) => begun && draw(begun, bucketAt(event)),
      onPointerUp: () => {
        if (drawn) onSelect(drawn);
        end();
      },
      onPointerCancel: end,
    },
  };
};

/** Attempts by time: what failed at the foot, what succeeded on top of it. */
export const TimelineChart = ({
  buckets,
  width,
  format,
  selected,
  onSelect,
}: TimelineChartProps) => {
  const brush = useBrush(buckets, width, onSelect);
  const covered = coveredBy(brush.drawn ?? selected, buckets);
  const most = Math.max(1, ...buckets.map(({ succeeded, failed }) => succeeded + failed));
  const [first, last] = [buckets.at(0), buckets.at(-1)];
  const label = `${sumOf(buckets, 'succeeded')} attempts succeeded and ${sumOf(buckets, 'failed')} failed`;
  return (
    <figure className="grid gap-1.5">
      <p className="text-muted text-xs tabular-nums">{most} at most</p>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${buckets.length * step} ${height}`}
        preserveAspectRatio="none"
        className="border-line h-36 w-full cursor-crosshair touch-pan-y border-b"
        {...brush.handlers}
      >
        {covered && (
          <rect
            x={covered.first * step}
            y={0}
            width={covered.count * step}
            height={height}
            className="fill-accent-soft"
          />
        )}
        {buckets.map((bucket, index) => (
          <Bar
            key={bucket.start}
            bucket={bucket}
            index={index}
            scale={height / most}
            format={format}
          />
        ))}
      </svg>
      <figcaption className="text-muted flex justify-between text-xs tabular-nums">
        <span>{first && format.format(new Date(first.start))}</span>
        <span>{last && format.format(new Date(last.start))}</span>
      </figcaption>
    </figure>
  );
};
