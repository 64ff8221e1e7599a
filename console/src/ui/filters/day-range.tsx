import { Input } from '../input';

/** Days, as `2026-01-31`, where the reader is; the last one is in it. */
export interface Days {
  from?: string | undefined;
  until?: string | undefined;
}

interface DayFieldProps {
  label: string;
  day: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** Named in sight, since an empty field of a date does not say which one it is. */
const DayField = ({ label, day, onChange, ...bounds }: DayFieldProps) => (
  <label className="text-muted flex items-center gap-2 text-[0.8125rem]">
    <span className="w-16 shrink-0 sm:w-auto">{label}</span>
    <Input
      type="date"
      {...bounds}
      value={day ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    />
  </label>
);

interface DayRangeProps {
  days: Days;
  onChange: (change: Days) => void;
}

/** Narrows a list to what happened on some days. */
export const DayRange = ({ days: { from, until }, onChange }: DayRangeProps) => (
  <>
    <DayField
      label="First day"
      day={from}
      max={until}
      onChange={(day) => onChange({ from: day })}
    />
    <DayField
      label="Last day"
      day={until}
      min={from}
      onChange={(day) => onChange({ until: day })}
    />
  </>
);
