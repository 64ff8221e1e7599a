import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { categories, type Category } from '@gatehouse/contracts/notifications/categories';
import { client } from '../../../api/client';
import { EntryCard } from '../../../ui/entry-card';
import { TextLink } from '../../../ui/text-link';
import { OnePress } from '../../identity/recovery/one-press';

const route = getRouteApi('/bare/unsubscribe');

const Done = ({ ended }: { ended: readonly Category[] }) => (
  <EntryCard
    title="No more mails of this kind"
    description="The notifications are still in your inbox in the console."
    footer={<TextLink to="/notification-settings">Notification settings</TextLink>}
  >
    <ul className="list-disc pl-5">
      {ended.map((category) => (
        <li key={category}>{categories[category]}</li>
      ))}
    </ul>
  </EntryCard>
);

export const UnsubscribePage = () => {
  const [ended, setEnded] = useState<readonly Category[]>([]);
  return (
    <OnePress
      title="Unsubscribe"
      description="End the mails of the kind that you came here from."
      token={route.useSearch().token}
      label="End these mails"
      broken="This link is incomplete. You can end mails in the notification settings."
      send={(token) => client.preferences.unsubscribe({ query: { token } })}
      onDone={(answer) => setEnded(answer.categories)}
      done={<Done ended={ended} />}
    />
  );
};
