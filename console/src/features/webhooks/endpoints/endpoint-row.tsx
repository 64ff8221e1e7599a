import { Webhook } from 'lucide-react';
import type { WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { StatusBadge } from './status-badge';

/** What an endpoint wants, in words. */
export const wantedEvents = ({ eventTypes }: WebhookEndpoint): string =>
  eventTypes.length === 0 ? 'Every event' : eventTypes.join(', ');

export const EndpointRow = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <li className="border-line flex items-start gap-3.5 border-t px-4 py-3 sm:px-5">
    <span className="bg-hover text-muted grid size-9 shrink-0 place-items-center rounded-lg">
      <Webhook className="size-4.5" aria-hidden />
    </span>
    <div className="min-w-0 flex-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink to="/hooks/$id" params={{ id: endpoint.id }} className="min-w-0 wrap-anywhere">
          {endpoint.url}
        </TextLink>
        <StatusBadge endpoint={endpoint} />
      </p>
      {endpoint.description !== '' && <p className="wrap-anywhere">{endpoint.description}</p>}
      <p className="text-muted flex flex-wrap gap-x-3">
        <span className="line-clamp-2 font-mono text-xs/5 wrap-anywhere">
          {wantedEvents(endpoint)}
        </span>
        {endpoint.failingSince !== null && (
          <span className="text-warn-text">
            Failing since <Time value={endpoint.failingSince} exact />
          </span>
        )}
      </p>
    </div>
  </li>
);
