import { Button } from './button';

/** At the end of a list that goes on. */
export const MoreButton = ({
  hasMore,
  busy,
  onMore,
}: {
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
}) =>
  hasMore ? (
    <div className="border-line grid border-t p-3">
      <Button variant="ghost" busy={busy} onClick={onMore}>
        Show more
      </Button>
    </div>
  ) : null;
