import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { EventListenerInfo } from '@gatehouse/contracts/event-log';
import { client } from '../../api/client';
import { Dialog } from '../../ui/dialog';
import { DialogForm } from '../../ui/dialog-form';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { Time } from '../../ui/time';
import { toast } from '../../ui/toast-store';
import { refetchEvents } from './events';
import { lastHour, rangeOf, ReplaySpanFields } from './replay-span';
import { ReplayTypes } from './replay-types';

interface ReplayDialogProps {
  listeners: readonly EventListenerInfo[];
  /** Those that refuse. */
  others: readonly EventListenerInfo[];
  /** Events that happened before are not kept. */
  earliest: string;
  onClose: () => void;
}

/** Gives the events of a time to one listener again. */
export const ReplayDialog = ({ listeners, others, earliest, onClose }: ReplayDialogProps) => {
  const [listener, setListener] = useState(listeners[0]?.name ?? '');
  const [span, setSpan] = useState(lastHour);
  const [types, setTypes] = useState<string[]>([]);
  const wanted = listeners.find(({ name }) => name === listener)?.types ?? null;
  const start = useMutation({
    mutationFn: () =>
      client.events.replay({
        body: { listener, ...rangeOf(span, earliest), ...(types.length > 0 && { types }) },
      }),
    meta: { inForm: true },
    onSuccess: () => {
      toast(`Past events are on their way to ${listener}.`);
      void refetchEvents();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Replay events"
      description="Only listeners whom it does no harm to have events twice are offered."
    >
      <DialogForm
        form={{
          onSubmit: (event) => {
            event.preventDefault();
            start.mutate();
          },
          problem: start.error,
          busy: start.isPending,
        }}
        action="Replay"
        onCancel={onClose}
      >
        <Field label="Listener">
          {(control) => (
            <Select
              {...control}
              value={listener}
              onChange={({ target }) => {
                setListener(target.value);
                setTypes([]);
              }}
            >
              {listeners.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <ReplaySpanFields span={span} onSpan={setSpan} />
        <ReplayTypes wanted={wanted} chosen={types} onChange={setTypes} />
        <details className="text-muted text-[0.8125rem]">
          <summary>Why other listeners are not offered</summary>
          <ul className="mt-1 list-disc pl-5">
            {others.map(({ name, replayRefusal }) => (
              <li key={name}>
                {name} {replayRefusal}
              </li>
            ))}
          </ul>
        </details>
        <p className="text-muted text-[0.8125rem]">
          Events are kept for replays since <Time value={earliest} exact />.
        </p>
      </DialogForm>
    </Dialog>
  );
};
