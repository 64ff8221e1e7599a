import type { ReactNode } from 'react';
import { CheckField } from './checkbox';

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
      <CheckField
        key={option.value}
        checked={value.includes(option.value)}
        disabled={option.fixed === true}
        onChange={({ target }) =>
          onChange(
            target.checked
              ? [...value, option.value]
              : value.filter((chosen) => chosen !== option.value),
          )
        }
      >
        {option.label}
      </CheckField>
    ))}
    {hint && <p className="text-muted text-[0.8125rem]">{hint}</p>}
  </fieldset>
);
