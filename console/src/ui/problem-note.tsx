import { messageOf, requestIdOf } from '../api/problems';
import { CopyButton } from './copy-button';
import { Notice } from './notice';

/** The request id that support finds the failure by. */
export const RequestId = ({ error }: { error: unknown }) => {
  const requestId = requestIdOf(error);
  if (requestId === undefined) return null;
  return (
    <span className="mt-1 flex max-w-full min-w-0 items-center gap-1 text-xs">
      <span className="min-w-0 truncate font-mono">Request {requestId}</span>
      <CopyButton
        text={requestId}
        label="Copy request id"
        iconOnly
        variant="ghost"
        className="size-6 text-current [&_svg]:size-3.5"
      />
    </span>
  );
};

/** An error where it happened, read out at once. */
export const ProblemNote = ({ error }: { error: unknown }) =>
  error ? (
    <Notice tone="danger" urgent>
      {messageOf(error)}
      <RequestId error={error} />
    </Notice>
  ) : null;
