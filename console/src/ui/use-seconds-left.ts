import { useEffect, useState } from 'react';

/** Counts the seconds down from a moment (milliseconds since 1970) on; 0 when they are over. */
export const useSecondsLeft = (seconds: number, since: number): number => {
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((since + seconds * 1000 - Math.max(now, since)) / 1000));
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [left]);
  return left;
};
