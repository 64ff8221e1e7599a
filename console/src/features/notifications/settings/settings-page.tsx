import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NotificationPreferences } from '@gatehouse/contracts/notifications/preferences';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Field } from '../../../ui/field';
import { LanguageSelect } from '../../../ui/language/language-select';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { toast } from '../../../ui/toast-store';
import { ChannelGrid } from './channel-grid';
import { QuietHours } from './quiet-hours';
import { preferencesQuery } from './settings';

const Settings = ({ present }: { present: NotificationPreferences }) => {
  const [value, setValue] = useState(present);
  const save = useMutation({
    mutationFn: () => client.preferences.replace({ body: value }),
    meta: { inForm: true },
    onSuccess: (saved) => {
      queryClient.setQueryData(preferencesQuery.queryKey, saved);
      toast('Saved.');
    },
  });
  return (
    <form
      className="grid grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Card
        title="Channels"
        description="Critical alerts always come; codes and links that you asked for do too."
      >
        <ChannelGrid value={value} onChange={setValue} />
      </Card>
      <Card
        title="Quiet hours"
        description="Mails and SMS wait until the end of them. Critical alerts do not."
      >
        <QuietHours value={value} onChange={setValue} />
      </Card>
      <Card title="Language" description="English stands in where there is no translation.">
        <div className="max-w-56">
          <Field label="Language of mails and notifications">
            {(control) => (
              <LanguageSelect
                {...control}
                value={value.locale}
                onChoose={(locale) => setValue({ ...value, locale })}
              />
            )}
          </Field>
        </div>
      </Card>
      <ProblemNote error={save.error} />
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
};

/** By which channels one is told of what, and when. */
export const SettingsPage = () => {
  const preferences = useQuery(preferencesQuery);
  return (
    <>
      <PageHeader
        title="Notification settings"
        description={<TextLink to="/inbox">All notifications</TextLink>}
      />
      <Loaded query={preferences} rows={4}>
        {(data) => <Settings present={data} />}
      </Loaded>
    </>
  );
};
