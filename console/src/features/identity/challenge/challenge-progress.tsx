import { useChallengeProgress } from '../../../api/challenge/solve-in-worker';
import { ProgressBar } from '../../../ui/progress-bar';

/** Says that the browser does the work by which the server tells people from programs that try much. */
export const ChallengeProgress = () => {
  const progress = useChallengeProgress();
  if (progress === undefined) return null;
  return (
    <div
      role="status"
      className="border-line bg-surface shadow-float animate-fade fixed bottom-4 left-1/2 z-50 grid w-72 max-w-[calc(100%-2rem)] -translate-x-1/2 gap-2 rounded-lg border p-3"
    >
      <p className="text-[0.8125rem]">Checking that you are not a program …</p>
      <ProgressBar label="Check" done={progress} total={1} />
    </div>
  );
};
