import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { Input } from './input';

interface CodeInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string;
  onValue: (value: string) => void;
  /** Called once all six digits are there. */
  onFull?: (value: string) => void;
}

/** Six digits in one field: pasting "123 456" works, and so do password managers and phones. */
export const CodeInput = ({ value, onValue, onFull, className, ...rest }: CodeInputProps) => (
  <Input
    type="text"
    inputMode="numeric"
    autoComplete="one-time-code"
    autoCapitalize="none"
    spellCheck={false}
    placeholder="000000"
    className={cn(
      'placeholder:text-line-strong/60 h-12 text-center font-mono text-2xl tracking-[0.4em] sm:text-2xl',
      className,
    )}
    value={value}
    onChange={(event) => {
      const digits = event.target.value.replaceAll(/\D/g, '').slice(0, 6);
      onValue(digits);
      if (digits.length === 6 && digits !== value) onFull?.(digits);
    }}
    {...rest}
  />
);
