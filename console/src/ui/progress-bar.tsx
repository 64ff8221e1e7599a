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
    className="accent-accent h-2 w-full"
    max={Math.max(1, total ?? 1)}
    value={total === null ? undefined : Math.min(done, total)}
  />
);
