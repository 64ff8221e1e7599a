import { Check } from 'lucide-react';
import { cn } from '../../../ui/class-names';

const names = ['Method', 'Confirm', 'Backup codes'];

/** Where in the wizard one is. */
export const Steps = ({ current }: { current: 1 | 2 | 3 }) => (
  <ol className="flex gap-2 print:hidden" aria-label="Steps">
    {names.map((name, index) => {
      const number = index + 1;
      const done = number < current;
      return (
        <li
          key={name}
          aria-current={number === current ? 'step' : undefined}
          className={cn(
            'flex-1 border-t-2 pt-2 text-xs font-medium',
            number <= current ? 'border-accent text-text' : 'border-line text-muted',
          )}
        >
          <span className="flex items-center gap-1">
            {done && <Check className="text-accent-text size-3.5" aria-label="Done:" />}
            {name}
          </span>
        </li>
      );
    })}
  </ol>
);
