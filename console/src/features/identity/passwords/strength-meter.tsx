import { cn } from '../../../ui/class-names';
import { useStrength } from './use-strength';

const colours = ['bg-danger', 'bg-danger', 'bg-warn-text', 'bg-ok-text', 'bg-ok-text'];

interface StrengthMeterProps {
  password: string;
  ownWords?: readonly string[];
  advice: string;
}

/** Advice, and a bar of four once something is typed. The height never changes. */
export const StrengthMeter = ({ password, ownWords = [], advice }: StrengthMeterProps) => {
  const strength = useStrength(password, ownWords);
  const score = strength?.score ?? 0;
  return (
    <div className="grid gap-1.5">
      <div className="flex h-4 items-center gap-2">
        <span className="flex flex-1 gap-1" aria-hidden>
          {[1, 2, 3, 4].map((step) => (
            <span
              key={step}
              className={cn(
                'h-1 flex-1 rounded-full transition-colors',
                score >= step ? colours[score] : 'bg-hover',
              )}
            />
          ))}
        </span>
        <span className="w-16 text-right text-xs">{strength?.label}</span>
      </div>
      <p>{advice}</p>
    </div>
  );
};

export const passwordAdvice =
  'At least 15 characters, or 8 where two-factor sign-in is on. A few unrelated words work well.';
