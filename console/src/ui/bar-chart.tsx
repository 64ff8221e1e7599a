interface Bar {
  label: string;
  value: number;
}

const height = 96;
const barWidth = 4;
const step = 6;

/** Bars of one measure over time, oldest first. @param label what is shown, in a sentence. */
export const BarChart = ({ bars, label }: { bars: readonly Bar[]; label: string }) => {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bars.length * step} ${height}`}
      preserveAspectRatio="none"
      className="h-28 w-full"
    >
      {bars.map(({ label: name, value }, index) => {
        // What happened once is seen too.
        const size = value === 0 ? 1 : Math.max(3, (value / most) * height);
        return (
          <rect
            key={name}
            x={index * step}
            y={height - size}
            width={barWidth}
            height={size}
            className={value === 0 ? 'fill-line' : 'fill-accent'}
          >
            <title>{`${name}: ${value.toLocaleString('en')}`}</title>
          </rect>
        );
      })}
    </svg>
  );
};
