import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './class-names';
import { useReturnFocus } from './use-return-focus';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** `side`: a drawer at the right edge, for details beside a list. */
  placement?: 'middle' | 'side';
}

const placements = {
  middle:
    'top-1/2 left-1/2 w-[calc(100%-2rem)] max-w-md max-h-[calc(100dvh-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-xl animate-fade',
  side: 'top-0 right-0 h-dvh w-full max-w-md animate-slide sm:border-l',
};

export const Dialog = ({
  open,
  onOpenChange,
  title,
  description,
  children,
  placement = 'middle',
}: DialogProps) => {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="bg-veil animate-fade fixed inset-0 z-40" />
        <Radix.Content
          className={cn(
            'border-line bg-surface shadow-float fixed z-50 overflow-y-auto border p-5 outline-none',
            placements[placement],
          )}
          {...focus}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="mb-4 flex items-start justify-between gap-3">
            <div className="min-w-0 wrap-anywhere">
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="text-muted mt-1">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" aria-label="Close" className="-mt-1 -mr-1.5 size-8">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};

/** Buttons at the foot of a dialog, the main one last. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-5 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>
);
