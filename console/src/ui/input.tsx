import { type ComponentProps, useId } from 'react';
import { cn } from './class-names';

export const controlClasses =
  'w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-3 text-text shadow-card transition-colors placeholder:text-muted hover:border-line-strong focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-danger';

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea className={cn(controlClasses, 'py-2 text-base sm:text-sm', className)} {...rest} />
);

/** 16 px on phones, or iOS zooms into the page. */
export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input className={cn(controlClasses, 'h-9 text-base sm:text-sm', className)} {...rest} />
);

interface SuggestingInputProps extends Omit<ComponentProps<'input'>, 'list' | 'onChange'> {
  /** What the browser offers while one types. */
  suggestions: readonly string[];
  onType: (value: string) => void;
}

/** A field that offers what one may mean, and takes what one types. */
export const SuggestingInput = ({ suggestions, onType, ...rest }: SuggestingInputProps) => {
  const list = useId();
  return (
    <>
      <Input
        list={list}
        autoComplete="off"
        onChange={({ target }) => onType(target.value)}
        {...rest}
      />
      <datalist id={list}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </>
  );
};

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
