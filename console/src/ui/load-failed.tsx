import { CloudAlert } from 'lucide-react';
import { messageOf } from '../api/problems';
import { Button } from './button';
import { Empty } from './empty';
import { RequestId } from './problem-note';

/** In place of what could not be loaded. */
export const LoadFailed = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => (
  <div role="alert">
    <Empty
      icon={CloudAlert}
      title="This could not be loaded"
      action={
        <div className="grid grid-cols-[minmax(0,1fr)] justify-items-center gap-2">
          <Button onClick={onRetry}>Try again</Button>
          <RequestId error={error} />
        </div>
      }
    >
      {messageOf(error)}
    </Empty>
  </div>
);
