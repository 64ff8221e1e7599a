import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Says what would be here, and how it comes here. */
export const Empty = ({ icon: Icon, title, children, action }: EmptyProps) => (
  <div className="grid grid-cols-[minmax(0,1fr)] justify-items-center px-6 py-12 text-center">
    <span className="bg-hover text-muted mb-3 grid size-11 place-items-center rounded-full">
      <Icon className="size-5" aria-hidden />
    </span>
    <p className="font-medium">{title}</p>
    {children && <p className="text-muted mt-1 max-w-sm text-pretty">{children}</p>}
    {action && <div className="mt-4 max-w-full">{action}</div>}
  </div>
);
