import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { client } from '../../api/client';

export const periods = {
  hour: { label: 'Last hour', seconds: 3600 },
  day: { label: 'Last 24 hours', seconds: 86_400 },
  week: { label: 'Last 7 days', seconds: 7 * 86_400 },
  month: { label: 'Last 30 days', seconds: 30 * 86_400 },
};

export type Period = keyof typeof periods;

export const isPeriod = (value: string | undefined): value is Period =>
  value !== undefined && value in periods;

export interface AuditFilter {
  /** Kind of event, or the beginning of several. */
  action?: string | undefined;
  since?: string | undefined;
  actor?: string | undefined;
  about?: string | undefined;
}

const startOf = (since: string | undefined): string | undefined =>
  isPeriod(since) ? new Date(Date.now() - periods[since].seconds * 1000).toISOString() : undefined;

export const auditQuery = ({ action, since, actor, about }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', { action, since, actor, about }],
    queryFn: ({ signal, pageParam }) =>
      client.audit.list({
        query: {
          limit: 50,
          cursor: pageParam,
          action,
          actorId: actor,
          resourceId: about,
          'occurredAt[gte]': startOf(since),
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
