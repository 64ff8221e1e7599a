import { cn } from './class-names';

interface Pictured {
  firstName: string;
  lastName: string;
  pictureUrl?: string | null;
}

/** The picture, or initials; the name stands beside it, so screen readers skip it. */
export const Avatar = ({ of, className }: { of: Pictured; className?: string }) => {
  const { firstName, lastName, pictureUrl } = of;
  const round = cn('size-8 shrink-0 rounded-full', className);
  if (pictureUrl) return <img src={pictureUrl} alt="" className={cn(round, 'object-cover')} />;
  return (
    <span
      aria-hidden
      className={cn(
        'bg-accent-soft text-accent-text grid place-items-center text-xs font-semibold uppercase',
        round,
      )}
    >
      {firstName.charAt(0)}
      {lastName.charAt(0)}
    </span>
  );
};
