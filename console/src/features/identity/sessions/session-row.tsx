import { Laptop, Smartphone } from 'lucide-react';
import type { Session } from '@gatehouse/contracts/identity/sessions';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';

const isPhone = (device: string) => /phone|mobile|android|ios|ipad|tablet/i.test(device);

export const SessionRow = ({ session, onEnd }: { session: Session; onEnd?: () => void }) => {
  const Icon = isPhone(session.device) ? Smartphone : Laptop;
  return (
    <li className="border-line flex flex-wrap items-center gap-x-3.5 gap-y-2 border-t px-4 py-3 sm:px-5">
      <span className="bg-hover text-muted grid size-9 shrink-0 place-items-center rounded-lg">
        <Icon className="size-4.5" aria-hidden />
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {session.browser} on {session.device}
          {session.current && <Badge tone="accent">This device</Badge>}
          {session.impersonated && <Badge tone="warn">Somebody acts for them</Badge>}
        </p>
        <p className="text-muted flex flex-wrap gap-x-3">
          <span className="font-mono text-[0.8125rem]">{session.ipAddress}</span>
          {session.place !== null && <span>{session.place}</span>}
          <span>
            Seen <Time value={session.lastSeenAt} />
          </span>
          <span>
            Signed in <Time value={session.createdAt} />
          </span>
        </p>
      </div>
      {!session.current && onEnd && (
        <Button
          size="sm"
          className="max-sm:ml-12.5"
          onClick={onEnd}
          aria-label={`End the session of ${session.browser} on ${session.device}`}
        >
          End
        </Button>
      )}
    </li>
  );
};
