import { Input } from '../input';

/** Days, as `2026-01-31`, where the reader is; the last one is in it. */
export interface Days {
  from?: string | undefined;
  until?: string | undefined;
}

interface DayRangeProps {
  days: Days;
  onChange: (change: Days) => void;
}

const filled = (value: string) => (value === '' ? undefined : value);

/** Narrows a list to what happened on some days. */
export const DayRange = ({ days: { from, until }, onChange }: DayRangeProps) => (
  <>
    <Input
      type="date"
      aria-label="First day"
      max={until}
      value={from ?? ''}
      onChange={({ target }) => onChange({ from: filled(target.value) })}
    />
    <Input
      type="date"
      aria-label="Last day"
      min={from}
      value={until ?? ''}
      onChange={({ target }) => onChange({ until: filled(target.value) })}
    />
  </>
);
