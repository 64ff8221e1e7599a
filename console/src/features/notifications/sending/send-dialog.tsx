import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { channels } from '@gatehouse/contracts/notifications/categories';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { CheckList } from '../../../ui/check-list';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { channelLabels } from '../deliveries/deliveries';
import { refetchNotices } from '../deliveries/notices';
import { AudienceField } from './audience-field';
import { ContentChoice } from './content-fields';
import { bodyOf, emptyMessage, errorsOf, type Message } from './message';

/** Notifies people of the organization. */
export const SendDialog = ({ onClose }: { onClose: () => void }) => {
  const navigate = useNavigate();
  const [message, setMessage] = useState(emptyMessage);
  const [wasTried, setWasTried] = useState(false);
  const change = (part: Partial<Message>) => setMessage({ ...message, ...part });
  const wrong = errorsOf(message);
  const errors = wasTried ? wrong : {};
  const send = useMutation({
    mutationFn: () =>
      client.notificationDeliveries.send({
        body: bodyOf(message),
      }),
    meta: { inForm: true },
    onSuccess: async ({ id, recipients }) => {
      const people = recipients === 1 ? 'one person' : `${recipients} people`;
      toast(message.sendAt === '' ? `Sent to ${people}.` : `To be sent to ${people}.`);
      void refetchNotices();
      // Whom it reached, and whom it did not.
      await navigate({ to: '/sent/$id', params: { id } });
    },
  });
  return (
    <Dialog
      placement="side"
      open
      onOpenChange={onClose}
      title="Send a notification"
      description="People are told by the channels that they chose for messages of the organization."
    >
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setWasTried(true);
          if (Object.keys(wrong).length === 0 && !send.isPending) send.mutate();
        }}
      >
        <AudienceField message={message} error={errors.recipients} onChange={change} />
        <ContentChoice message={message} errors={errors} onChange={change} />
        <Field
          label="Link"
          hint="A page of the console, such as /security. It may be left out."
          error={errors.link}
        >
          {(control) => (
            <Input
              {...control}
              spellCheck={false}
              value={message.link}
              onChange={({ target }) => change({ link: target.value })}
            />
          )}
        </Field>
        <CheckList
          legend="Only by"
          hint="None means all. Nobody is told by a channel that they switched off."
          options={channels.map((value) => ({ value, label: channelLabels[value] }))}
          value={message.channels}
          onChange={(chosen) => change({ channels: chosen })}
        />
        <Field
          label="Not before"
          hint="It may be left out: then it is sent at once."
          error={errors.sendAt}
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={message.sendAt}
              onChange={({ target }) => change({ sendAt: target.value })}
            />
          )}
        </Field>
        <ProblemNote error={send.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={send.isPending}>
            Send
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
