import { ProblemError } from '@gatehouse/client';
import { useEffect, useState } from 'react';

const waitOf = (error: unknown): number =>
  error instanceof ProblemError && error.status === 429 ? (error.retryAfter ?? 0) : 0;

/** Seconds until the server takes another try after this error; 0 when it does at once. */
export const useCountdown = (error: unknown): number => {
  const [end, setEnd] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const start = Date.now();
    setNow(start);
    setEnd(start + waitOf(error) * 1000);
  }, [error]);
  const left = Math.max(0, Math.ceil((end - now) / 1000));
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [left]);
  return left;
};

/** "0:28" */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
