import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { hasCode } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';

interface OnePressProps<T> {
  title: string;
  description: ReactNode;
  token: string | undefined;
  label: string;
  variant?: 'primary' | 'danger';
  /** What to say of a link that opens nothing. */
  broken: string;
  send: (token: string) => Promise<T>;
  onDone?: (answer: T) => void;
  /** What the page says once it is done. */
  done?: ReactNode;
  children?: ReactNode;
}

/** What a link in a mail asks for. A press does it, not the visit: mail scanners open links too. */
export const OnePress = <T,>({
  title,
  description,
  token,
  label,
  variant = 'primary',
  broken,
  send,
  onDone,
  done,
  children,
}: OnePressProps<T>) => {
  const press = useMutation({
    mutationFn: () => send(token ?? ''),
    meta: { inForm: true },
    ...(onDone ? { onSuccess: onDone } : {}),
  });
  if (press.isSuccess && done !== undefined) return done;
  const isBroken = token === undefined || hasCode(press.error, 'invalid_token');
  return (
    <EntryCard
      title={title}
      description={description}
      footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
    >
      {isBroken ? (
        <Notice tone="danger" urgent>
          {broken}
        </Notice>
      ) : (
        <div className="grid gap-4">
          {children}
          <ProblemNote error={press.error} />
          <Button variant={variant} size="lg" busy={press.isPending} onClick={() => press.mutate()}>
            {label}
          </Button>
        </div>
      )}
    </EntryCard>
  );
};
