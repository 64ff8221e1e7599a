import { Input } from './input';

interface DayFilterProps {
  label: 'First day' | 'Last day';
  /** Such as 2026-11-22; undefined for no bound. */
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** Bounds a list by a day; named in sight, since an empty field of a date does not say which one it is. */
export const DayFilter = ({ label, value, onChange }: DayFilterProps) => (
  <label className="text-muted flex items-center gap-2 text-[0.8125rem]">
    <span className="w-16 shrink-0 sm:w-auto">{label}</span>
    <Input
      type="date"
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    />
  </label>
);
