import { cn } from '../ui/class-names';

export const Logo = ({ className }: { className?: string }) => (
  <span className={cn('flex items-center gap-2.5 font-semibold tracking-tight', className)}>
    <svg viewBox="0 0 32 32" className="size-7" aria-hidden>
      <rect width="32" height="32" rx="8" fill="#0f6b5f" />
      <path
        d="M8 25V14a8 8 0 0 1 16 0v11M13 25V15.5M19 25V15.5M6 25h20"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </svg>
    Gatehouse
  </span>
);
