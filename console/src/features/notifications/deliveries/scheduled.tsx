import { useQuery } from '@tanstack/react-query';
import { Card } from '../../../ui/card';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { scheduledQuery, useNoticeTitle } from './notices';

/** What is to be sent later, latest asked for first. */
export const Scheduled = () => {
  const titleOf = useNoticeTitle();
  const { data } = useQuery(scheduledQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Card title="To be sent later" className="mb-4">
      <ul className="grid gap-1.5">
        {data.data.map((notice) => (
          <li key={notice.id} className="flex flex-wrap gap-x-3">
            <TextLink to="/sent/$id" params={{ id: notice.id }}>
              {titleOf(notice)}
            </TextLink>
            {notice.sendAt !== null && <Time value={notice.sendAt} exact />}
          </li>
        ))}
      </ul>
    </Card>
  );
};
