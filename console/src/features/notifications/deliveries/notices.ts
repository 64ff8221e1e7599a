import { queryOptions } from '@tanstack/react-query';
import type { Notice, NoticeState } from '@gatehouse/contracts/notifications/notices';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import type { Tone } from '../../../ui/badge';
import { useTemplateTitle } from '../templates/templates';

const key = ['notices'];

/** What people are told, and what came of it, kept up to date while it is looked at. */
export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id],
    queryFn: ({ signal }) => client.notices.get({ params: { id }, signal }),
    refetchInterval: 3_000,
  });

/** The latest that were given up. */
export const givenUpQuery = queryOptions({
  queryKey: [...key, 'failed'],
  queryFn: ({ signal }) => client.notices.list({ query: { state: 'failed', limit: 5 }, signal }),
  refetchInterval: 30_000,
});

/** What is to be sent later. */
export const scheduledQuery = queryOptions({
  queryKey: [...key, 'scheduled'],
  queryFn: ({ signal }) =>
    client.notices.list({ query: { state: 'scheduled', limit: 20 }, signal }),
  refetchInterval: 30_000,
});

export const refetchNotices = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });

export const noticeStates: Record<NoticeState, { name: string; tone: Tone }> = {
  scheduled: { name: 'To be sent later', tone: 'neutral' },
  waiting: { name: 'On its way', tone: 'neutral' },
  told: { name: 'Told', tone: 'ok' },
  failed: { name: 'Given up', tone: 'danger' },
  cancelled: { name: 'Taken back', tone: 'neutral' },
};

/** What a notice says, in short. */
export const useNoticeTitle = (): ((notice: Notice) => string) => {
  const titleOf = useTemplateTitle();
  return ({ subject, template }) => subject ?? titleOf(template ?? '');
};
