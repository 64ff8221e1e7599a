import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { client } from '../../api/client';
import { beginOf } from '../../api/values/days';
import { byCursor } from '../../api/queries';

export const periods = {
  hour: { label: 'Last hour', seconds: 3600 },
  day: { label: 'Last 24 hours', seconds: 86_400 },
  week: { label: 'Last 7 days', seconds: 7 * 86_400 },
  month: { label: 'Last 30 days', seconds: 30 * 86_400 },
};

/** Value of `since` when the reader chose the days. */
export const chosenDays = 'days';

export type Period = keyof typeof periods;

const isPeriod = (value: string | undefined): value is Period =>
  value !== undefined && value in periods;

export interface AuditFilter {
  /** Kind of event, or the beginning of several. */
  action?: string | undefined;
  /** One of `periods`, or `chosenDays`. */
  since?: string | undefined;
  /** First and last day of `chosenDays`, as `2026-01-31`, where the reader is. */
  from?: string | undefined;
  until?: string | undefined;
  /** For the staff, who see those of all. */
  organization?: string | undefined;
  actor?: string | undefined;
  about?: string | undefined;
  /** Address that it was done from. */
  address?: string | undefined;
  /** `true` for what somebody did in somebody else's name. */
  impersonated?: 'true' | 'false' | undefined;
  /** Request that it came of. */
  request?: string | undefined;
}

/** The times that a filter asks for: from the first one until before the other. */
export const timesOf = ({
  since,
  from,
  until,
}: AuditFilter): { from?: string | undefined; before?: string | undefined } => {
  if (since === chosenDays) return { from: beginOf(from), before: beginOf(until, 1) };
  if (!isPeriod(since)) return {};
  return { from: new Date(Date.now() - periods[since].seconds * 1000).toISOString() };
};

/** A filter as the server takes it. */
export const queryOf = ({
  action,
  organization,
  actor,
  about,
  address,
  impersonated,
  request,
  ...when
}: AuditFilter) => {
  const times = timesOf(when);
  return {
    action,
    organizationId: organization,
    actorId: actor,
    resourceId: about,
    ipAddress: address,
    requestId: request,
    impersonated,
    'occurredAt[gte]': times.from,
    'occurredAt[lt]': times.before,
  };
};

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      client.audit.list({
        query: { limit: 50, cursor: pageParam, ...queryOf(filter) },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    // Live while it is looked at, as the monitor is.
    refetchInterval: 4_000,
  });
