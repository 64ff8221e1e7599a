import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { Input } from './input';

interface CodeInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string;
  onValue: (value: string) => void;
  /** How many digits it has. */
  digits?: 6 | 8;
  /** Called once all digits are there. */
  onFull?: (value: string) => void;
}

/** Digits in one field: pasting "123 456" works, and so do password managers and phones. */
export const CodeInput = ({
  value,
  onValue,
  digits = 6,
  onFull,
  className,
  ...rest
}: CodeInputProps) => (
  <Input
    type="text"
    inputMode="numeric"
    autoComplete="one-time-code"
    autoCapitalize="none"
    spellCheck={false}
    placeholder={'0'.repeat(digits)}
    className={cn(
      'placeholder:text-line-strong/60 h-12 text-center font-mono text-2xl tracking-[0.4em] sm:text-2xl',
      className,
    )}
    value={value}
    onChange={(event) => {
      const typed = event.target.value.replaceAll(/\D/g, '').slice(0, digits);
      onValue(typed);
      if (typed.length === digits && typed !== value) onFull?.(typed);
    }}
    {...rest}
  />
);
