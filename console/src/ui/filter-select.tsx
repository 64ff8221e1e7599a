import { Select } from './select';

interface FilterSelectProps<T extends string> {
  label: string;
  /** What is said where nothing is chosen. */
  any: string;
  options: readonly (readonly [value: T, name: string])[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
  className?: string;
}

/** Narrows a list to one of some values, or to none of them. */
export const FilterSelect = <T extends string>({
  label,
  any,
  options,
  value,
  onChange,
  className,
}: FilterSelectProps<T>) => (
  <Select
    aria-label={label}
    className={className}
    value={value ?? ''}
    onChange={({ target }) => onChange(options.find(([one]) => one === target.value)?.[0])}
  >
    <option value="">{any}</option>
    {options.map(([one, name]) => (
      <option key={one} value={one}>
        {name}
      </option>
    ))}
  </Select>
);
