import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FullNotice } from '@gatehouse/contracts/notifications/notices';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { DescriptionList } from '../../../ui/description-list';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { channelLabels } from './deliveries';
import { DeliveryList } from './delivery-list';
import { noticeQuery, noticeStates, refetchNotices, useNoticeTitle } from './notices';

const route = getRouteApi('/shell/sent/$id');

const factsOf = (notice: FullNotice): [string, ReactNode][] => {
  const { name, tone } = noticeStates[notice.state];
  const facts: [string, ReactNode][] = [
    [
      'State',
      <Badge key="state" tone={tone}>
        {name}
      </Badge>,
    ],
    ['To', notice.recipients ?? 'Whoever may do something about it'],
    ['Reached', notice.reached],
    ['Not reached', notice.unreached],
    ['Only by', notice.channels?.map((channel) => channelLabels[channel]).join(', ') ?? '–'],
    ['Asked for', <Time key="created" value={notice.createdAt} exact />],
  ];
  if (notice.sendAt !== null)
    facts.push(['Not before', <Time key="send" value={notice.sendAt} exact />]);
  if (notice.error !== null)
    facts.push(['Went wrong', `${notice.error} (${notice.attempts} tries)`]);
  return facts;
};

/** Something that people are told, and what came of it for each of them. */
export const NoticePage = () => {
  const { id } = route.useParams();
  const titleOf = useNoticeTitle();
  const { data: me } = useSuspenseQuery(profileQuery);
  const canSend = me.permissions.includes('notification:send');
  const query = useQuery(noticeQuery(id));
  const retry = useMutation({
    mutationFn: () => client.notices.retry({ params: { id } }),
    onSuccess: () => toast('It is told once more.'),
    onSettled: refetchNotices,
  });
  const cancel = useMutation({
    mutationFn: () => client.notices.cancel({ params: { id } }),
    onSuccess: () => toast('Taken back: nobody is told.'),
    onSettled: refetchNotices,
  });
  return (
    <Loaded query={query} rows={4}>
      {(notice) => (
        <>
          <PageHeader
            title={titleOf(notice)}
            description={<TextLink to="/sent">Everything sent</TextLink>}
            actions={
              canSend && (
                <>
                  {notice.state === 'failed' && (
                    <Button variant="primary" busy={retry.isPending} onClick={() => retry.mutate()}>
                      Try again
                    </Button>
                  )}
                  {notice.state === 'scheduled' && (
                    <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
                      Take it back
                    </Button>
                  )}
                </>
              )
            }
          />
          <div className="grid gap-4">
            <Card title="Notification">
              <DescriptionList items={factsOf(notice)} />
            </Card>
            <Card title="Deliveries" flush>
              <DeliveryList filter={{ noticeId: id }} canSend={canSend} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
};
