import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Progress } from '@gatehouse/contracts/progress';
import { Badge, type Tone } from './badge';
import { Button } from './button';
import { ProgressBar } from './progress-bar';

const states: Record<Progress['state'], readonly [name: string, tone: Tone]> = {
  running: ['Running', 'accent'],
  done: ['Done', 'ok'],
  cancelled: ['Cancelled', 'neutral'],
};

interface ProgressRowProps {
  progress: Progress;
  /** What it is. */
  title: ReactNode;
  /** How much is done, of `total`. */
  done: number;
  /** The same in words. */
  told: string;
  /** Whether some of it did not work. */
  troubled?: boolean;
  /** Left out for those who may not cancel. */
  cancel?: (() => Promise<unknown>) | undefined;
  onCancelled: () => unknown;
  children?: ReactNode;
}

/** Work in the background: how far it is, with a button to end it. */
export const ProgressRow = ({
  progress: { state, total },
  title,
  done,
  told,
  troubled = false,
  cancel,
  onCancelled,
  children,
}: ProgressRowProps) => {
  const [name, tone] = states[state];
  const cancelling = useMutation({ mutationFn: async () => cancel?.(), onSettled: onCancelled });
  return (
    <li className="border-line grid gap-1.5 border-t px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{title}</span>
          <Badge tone={state === 'done' && troubled ? 'warn' : tone}>{name}</Badge>
          <span className="text-muted">{told}</span>
        </p>
        {cancel && state === 'running' && (
          <Button size="sm" busy={cancelling.isPending} onClick={() => cancelling.mutate()}>
            {!cancelling.isPending && <X aria-hidden />} Cancel
          </Button>
        )}
      </div>
      {state === 'running' && <ProgressBar label={told} done={done} total={total} />}
      {children}
    </li>
  );
};
