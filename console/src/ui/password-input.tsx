import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { cn } from './class-names';
import { Input } from './input';

/** Password with a button that shows what was typed. */
export const PasswordInput = ({ className, ...rest }: ComponentProps<'input'>) => {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <Input
        type={shown ? 'text' : 'password'}
        className={cn('pr-10', className)}
        autoCapitalize="none"
        spellCheck={false}
        {...rest}
      />
      <button
        type="button"
        className="text-muted hover:text-text absolute top-0 right-0 grid h-9 w-9 place-items-center rounded-md"
        aria-label={shown ? 'Hide password' : 'Show password'}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        <Icon className="size-4" aria-hidden />
      </button>
    </span>
  );
};
