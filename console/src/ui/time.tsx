const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
/** With the time zone: whoever compares it with a log, or with a colleague elsewhere, needs it. */
const absolute = new Intl.DateTimeFormat('en', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const dateOnly = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

const ago = (date: Date): string => {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000);
  if (Math.abs(seconds) < 45) return 'just now';
  if (Math.abs(seconds) > 7 * 86_400) return dateOnly.format(date);
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  return relative.format(Math.round(seconds / size), unit);
};

/** "3 hours ago", with the exact local time on hover and for machines; or the exact time. */
export const Time = ({ value, exact = false }: { value: string; exact?: boolean }) => {
  const date = new Date(value);
  const full = absolute.format(date);
  return (
    <time dateTime={value} title={full} className="whitespace-nowrap">
      {exact ? full : ago(date)}
    </time>
  );
};
