interface ProgressBarProps {
  label: string;
  done: number;
  /** Null while it is not known. */
  total: number | null;
}

/** How much of something is done. */
export const ProgressBar = ({ label, done, total }: ProgressBarProps) => (
  <progress
    aria-label={label}
    className="bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent h-2 w-full appearance-none overflow-hidden rounded-full"
    max={Math.max(1, total ?? 1)}
    value={Math.min(done, total ?? 0)}
  />
);
