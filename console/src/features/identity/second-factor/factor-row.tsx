import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface FactorRowProps {
  icon: LucideIcon;
  name: string;
  badge: ReactNode;
  detail: ReactNode;
  action: ReactNode;
}

export const FactorRow = ({ icon: Icon, name, badge, detail, action }: FactorRowProps) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3 sm:px-5">
    <Icon className="text-muted size-5 shrink-0" aria-hidden />
    <div className="min-w-0 flex-1 basis-52">
      <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
        {name} {badge}
      </p>
      <p className="text-muted">{detail}</p>
    </div>
    {action}
  </li>
);
