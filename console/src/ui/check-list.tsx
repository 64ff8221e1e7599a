import type { ReactNode } from 'react';

interface CheckListProps<T extends string> {
  legend: string;
  hint?: ReactNode;
  /** `fixed` ones are shown as they are, and cannot be changed. */
  options: readonly { value: T; label: ReactNode; fixed?: boolean }[];
  value: readonly T[];
  onChange: (value: T[]) => void;
}

/** Any number of some options. */
export const CheckList = <T extends string>({
  legend,
  hint,
  options,
  value,
  onChange,
}: CheckListProps<T>) => (
  <fieldset className="grid gap-2">
    <legend className="mb-2 text-[0.8125rem] font-medium">{legend}</legend>
    {options.map((option) => (
      <label key={option.value} className="flex items-start gap-2.5">
        <input
          type="checkbox"
          className="accent-accent mt-0.5 size-4 shrink-0"
          checked={value.includes(option.value)}
          disabled={option.fixed === true}
          onChange={({ target }) =>
            onChange(
              target.checked
                ? [...value, option.value]
                : value.filter((chosen) => chosen !== option.value),
            )
          }
        />
        {option.label}
      </label>
    ))}
    {hint && <p className="text-muted text-[0.8125rem]">{hint}</p>}
  </fieldset>
);
