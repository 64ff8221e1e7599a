import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../../ui/notice';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { givenUpQuery, useNoticeTitle } from './notices';

/** What nobody was told, because it could not be. */
export const GivenUp = () => {
  const titleOf = useNoticeTitle();
  const { data } = useQuery(givenUpQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Notice tone="danger" className="mb-4">
      <p>Given up, and told to nobody:</p>
      <ul className="mt-1 grid gap-1">
        {data.data.map((notice) => (
          <li key={notice.id} className="flex flex-wrap gap-x-3">
            <TextLink to="/sent/$id" params={{ id: notice.id }}>
              {titleOf(notice)}
            </TextLink>
            <Time value={notice.createdAt} />
          </li>
        ))}
      </ul>
    </Notice>
  );
};
