import { cn } from './class-names';

/** Initials; the name stands beside it, so screen readers skip it. */
export const Avatar = ({
  firstName,
  lastName,
  className,
}: {
  firstName: string;
  lastName: string;
  className?: string;
}) => (
  <span
    aria-hidden
    className={cn(
      'bg-accent-soft text-accent-text grid size-8 shrink-0 place-items-center rounded-full text-xs font-semibold uppercase',
      className,
    )}
  >
    {firstName.charAt(0)}
    {lastName.charAt(0)}
  </span>
);
