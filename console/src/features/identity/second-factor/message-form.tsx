import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { clock, useCountdown } from '../../../ui/use-countdown';
import { useSecondsLeft } from '../../../ui/use-seconds-left';
import { CodeForm, type CodeFormProps } from './code-form';

interface MessageFormProps extends CodeFormProps {
  /** Sends the code. */
  begin: () => Promise<{ sent: CodeSent | null }>;
  onError?: (error: unknown) => void;
}

/** Sends a code, says where to, and asks for it. */
export const MessageForm = ({ begin, onError, ...form }: MessageFormProps) => {
  const { mutate, ...send } = useMutation({
    mutationFn: begin,
    meta: { inForm: true },
    ...(onError === undefined ? {} : { onError }),
  });
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) mutate();
    begun.current = true;
  }, [mutate]);
  const refused = useCountdown(send.error);
  const wait = Math.max(useSecondsLeft(send.data?.sent?.resendIn ?? 0, send.submittedAt), refused);
  return (
    <>
      <ProblemNote error={send.error} />
      {send.data?.sent && (
        <p role="status">
          We sent a code to{' '}
          <strong className="font-medium wrap-anywhere">{send.data.sent.to}</strong>.
        </p>
      )}
      <CodeForm {...form} />
      <Button variant="ghost" busy={send.isPending} disabled={wait > 0} onClick={() => mutate()}>
        {wait > 0 ? `Send another code in ${clock(wait)}` : 'Send another code'}
      </Button>
    </>
  );
};
