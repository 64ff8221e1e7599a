import { useEffect, useState } from 'react';
import { type Estimate, loadEstimate, type Strength, strengthOf } from './strength';

/** The strength of what is typed; null while nothing is, and until the estimator has come. */
export const useStrength = (password: string, ownWords: readonly string[]): Strength | null => {
  const [estimate, setEstimate] = useState<Estimate | null>(null);
  const isTyping = password !== '';
  useEffect(() => {
    if (!isTyping) return undefined;
    let isShown = true;
    loadEstimate().then(
      (loaded) => isShown && setEstimate(() => loaded),
      // The meter is a hint: without it the server still decides.
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [isTyping]);
  return estimate && isTyping ? strengthOf(password, ownWords, estimate) : null;
};
