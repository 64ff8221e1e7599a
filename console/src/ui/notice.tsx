import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names';

const looks = {
  info: { icon: Info, classes: 'bg-accent-soft text-accent-text' },
  ok: { icon: CircleCheck, classes: 'bg-ok-soft text-ok-text' },
  warn: { icon: TriangleAlert, classes: 'bg-warn-soft text-warn-text' },
  danger: { icon: CircleAlert, classes: 'bg-danger-soft text-danger-text' },
};

interface NoticeProps {
  tone?: keyof typeof looks;
  /** Read out at once: for errors that answer what the person just did. */
  urgent?: boolean;
  children: ReactNode;
  className?: string;
}

export const Notice = ({ tone = 'info', urgent = false, children, className }: NoticeProps) => {
  const { icon: Icon, classes } = looks[tone];
  return (
    <div
      role={urgent ? 'alert' : undefined}
      className={cn('flex min-w-0 gap-2.5 rounded-md px-3 py-2.5', classes, className)}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
};
