import { useId, type ReactNode } from 'react';

export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** At the right of the label, such as "Forgot password?". */
  aside?: ReactNode;
  children: (control: ControlProps) => ReactNode;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Label, control, hint and error, tied together for screen readers. */
export const Field = ({ label, hint, error, aside, children }: FieldProps) => {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-[0.8125rem] font-medium">
          {label}
        </label>
        {aside && <span className="text-[0.8125rem]">{aside}</span>}
      </div>
      {children({
        id,
        'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <div id={`${id}-hint`} className="text-muted text-[0.8125rem]">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${id}-error`} className="text-danger-text text-[0.8125rem]">
          {sentence(error)}
        </p>
      )}
    </div>
  );
};
